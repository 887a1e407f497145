import { assertNever } from '../../../../../shared/assert';
import type { Brief } from '../brief';
import type { Canvas } from '../canvas';
import type { SketchStyle } from '../style';
import { paintAurora } from './aurora';
import { paintBokeh } from './bokeh';
import { paintDunes } from './dunes';
import { paintFlowField } from './flow-field';
import { paintOrbits } from './orbits';
import { paintPaper } from './paper';

/** Paints in small steps, each telling the share that is done. */
export type Painter = (canvas: Canvas, brief: Brief) => Generator<number>;

export function painterOf(style: SketchStyle): Painter {
  switch (style) {
    case 'Dunes':
      return paintDunes;
    case 'Flow field':
      return paintFlowField;
    case 'Orbits':
      return paintOrbits;
    case 'Bokeh':
      return paintBokeh;
    case 'Aurora':
      return paintAurora;
    case 'Paper':
      return paintPaper;
    default:
      return assertNever(style);
  }
}
