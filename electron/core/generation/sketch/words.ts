import type { PaletteName } from './palettes';
import type { SketchStyle } from './style';

/** Words that name a colour decide before words that name a thing. */
export const COLOUR_WORDS: Readonly<Record<PaletteName, string>> = {
  ember: 'red orange vermilion scarlet 红 橙 赤',
  violet: 'violet purple lilac lavender mauve 紫',
  sea: 'blue azure cyan cobalt 蓝',
  forest: 'green emerald 绿',
  rose: 'rose pink blush 粉 玫瑰',
  desert: 'sand ochre amber sepia 沙 琥珀',
  ice: 'white silver pale pastel 白 银',
  night: 'indigo midnight navy 靛 午夜',
  dusk: 'mauve-orange peach',
  aurora: 'teal jade mint 青 翠',
  copper: 'copper bronze brown rust 铜 棕',
  citrus: 'lime yellow chartreuse 黄',
  coral: 'coral turquoise salmon 珊瑚',
  magenta: 'magenta fuchsia crimson neon 品红 霓虹',
  ink: 'black grey gray monochrome graphite charcoal 黑 灰',
};

export const THING_WORDS: Readonly<Record<PaletteName, string>> = {
  ember: 'ember fire flame lava volcano signal autumn furnace 火 焰 秋 枫',
  violet: 'amethyst dream mystic plum iris 梦 鸢尾',
  sea: 'sea ocean water wave tide tidal river lake rain kelp 海 水 湖 河 雨 浪 潮',
  forest: 'forest moss tree leaf garden jungle lichen fern pine 森 林 树 叶 苔 竹',
  rose: 'flower blossom petal spring love sakura 花 樱 春 爱',
  desert: 'desert dune dunes sahara canyon gold golden honey wheat 漠 金 麦 丘',
  ice: 'ice snow winter frost glacier fog mist cloud salt 冰 雪 冬 雾 云 霜',
  night: 'night star stars galaxy space cosmos moon planet 夜 星 月 宇宙 银河',
  dusk: 'dusk sunset evening twilight harbour harbor dawn sunrise morning horizon 黄昏 晚 暮 晨 黎明 日出 日落',
  aurora: 'aurora borealis polar algae luminous north 极光',
  copper: 'earth clay wood coffee leather tea stone 土 木 茶 石',
  citrus: 'lemon citrus summer meadow sunflower 柠檬 夏 向日葵',
  coral: 'reef beach tropical lagoon island 沙滩 热带 岛 礁',
  magenta: 'city club party carnival electric market disco 城 市 派对 节',
  ink: 'ink paper shadow noir smoke 墨 影 烟',
};

/** Where two styles are named equally often the first one is taken: the most particular ones stand first. */
export const STYLE_WORDS: Readonly<Record<SketchStyle, string>> = {
  Aurora: 'aurora borealis northern polar 极光 北极',
  Paper: 'paper cut layers layered coral reef cave topographic origami canyon 纸 剪 层 礁 峡谷',
  Orbits:
    'orbit orbits planet ring rings spiral spirograph atom glass galaxy clockwork cosmos 轨道 行星 环 螺旋 宇宙 银河',
  Bokeh: 'bokeh lights city market rain bubbles blossom party lanterns fireflies snow 光斑 灯 城 雨 雪 花 樱',
  'Flow field': 'flow wind river field grass hair silk current lines wheat moss lichen kelp 风 流 草 丝 河',
  Dunes:
    'dune dunes desert mountain mountains hill hills ridge valley landscape harbour harbor sunset sunrise dusk dawn horizon sea lake 山 丘 漠 风景 海 湖',
};

export const MOTIF_WORDS = {
  moon: 'moon moonlit lunar night midnight 月 夜',
  stars: 'star stars night midnight galaxy cosmos 星 夜 银河',
  water: 'sea ocean lake harbour harbor tide tidal water river lagoon fjord reflection 海 湖 水 港 潮 河',
} as const;
export type Motif = keyof typeof MOTIF_WORDS;
