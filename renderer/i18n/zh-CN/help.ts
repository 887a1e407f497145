import type { Translation } from '../words';
import type { help as english } from '../en/help';

export const help: Translation<typeof english> = {
  shortcuts: {
    title: '键盘快捷键',
    or: '或',
    group: {
      app: '任何位置',
      library: '资料库',
      viewer: '查看器',
      generate: '生成',
      transfers: '传输（选中等待中的文件时）',
    },
    app: {
      'open-palette': '前往任何位置，执行任何操作',
      find: '搜索资料库',
      'upload-files': '上传文件',
      'upload-folder': '上传文件夹',
      paste: '上传已复制的内容',
      'open-library': '资料库',
      'open-generate': '生成',
      'open-transfers': '传输',
      'open-usage': '用量',
      'open-settings': '设置',
      'open-shortcuts': '本列表',
      'open-help': '帮助',
    },
    library: {
      move: '移到另一个文件',
      screen: '向上或向下一屏',
      ends: '第一个或最后一个文件',
      extend: '选择到该处',
      roam: '移到该处，选择不变',
      toggle: '加入或移出选择',
      'select-all': '全选',
      clear: '取消选择',
      view: '查看，或打开文件夹',
      up: '上一级文件夹',
      copy: '复制链接',
      browse: '在浏览器中打开',
      rename: '重命名',
      edit: '编辑类型、缓存和元数据',
      delete: '删除（会先询问）',
      undo: '撤销上一次移动或重命名',
      menu: '所选内容的菜单',
      larger: '放大缩略图',
      smaller: '缩小缩略图',
    },
    viewer: {
      next: '下一个文件',
      previous: '上一个文件',
      space: '播放或暂停；关闭图片',
      'copy-picture': '复制图片；其他文件则复制链接',
      'copy-link': '复制链接',
      delete: '删除（会先询问）',
      info: '显示或隐藏信息',
      'zoom-in': '放大',
      'zoom-out': '缩小',
      fit: '适应窗口',
      actual: '实际大小',
      'full-screen': '全屏',
      close: '关闭',
    },
    generate: {
      generate: '生成',
    },
    transfers: {
      first: '移到队列最前',
      up: '前移一位',
      down: '后移一位',
      last: '移到队列末尾',
    },
  },
  answers: {
    title: '帮助',
    search: '搜索解答',
    none: '没有包含这些字词的解答。可以到 R2 文档中查找。',
    nothingToTry: '请先上传一个文件，才能检查它的链接',
    shortcuts: '键盘快捷键',
    tips: '再次显示提示',
    docs: 'R2 文档',
    'no-r2': {
      question: '仪表板里没有 R2',
      answer:
        '你的 Cloudflare 账户还没有启用 R2。在仪表板中打开 R2，选择方案（有免费额度，但需要付款方式），之后它就会出现。然后在那里创建存储桶；有了带“管理员读和写”权限的 API 令牌，也可以让应用来创建。',
      action: '在仪表板中打开 R2',
    },
    permission: {
      question: '令牌需要什么权限？',
      answer:
        '“对象读和写”，并且只应用到你使用的那个存储桶。“管理员读和写”还能创建和删除存储桶，应用没有它也能工作。不要设置到期时间，或设置一个你记得住的。',
      action: '在仪表板中打开 API 令牌',
    },
    'secret-lost': {
      question: '令牌创建了，但找不到机密访问密钥',
      answer:
        'Cloudflare 只在创建令牌后显示一次机密访问密钥（Secret Access Key），之后不再显示。请创建新的令牌，并删除旧的。',
      action: '在仪表板中打开 API 令牌',
    },
    'see-tokens': {
      question: '怎样查看已有的令牌？',
      answer: '仪表板会列出令牌及其权限和存储桶，但从不显示密钥。应用把自己的密钥加密保存，同样不会显示。',
      action: '在仪表板中打开 API 令牌',
    },
    endpoint: {
      question: '账户 ID 在哪里，端点又是什么？',
      answer:
        '账户 ID 在 R2 概述页的右侧，也在 R2 页面打开后的地址里。端点由它组成：https://账户ID.r2.cloudflarestorage.com（位于司法管辖区的存储桶为 账户ID.eu.…、.us 或 .fedramp）。应用可以由其中一个得到另一个；端点供程序使用，从来不是给人看的链接。',
      action: '显示此连接的账户',
    },
    works: {
      question: '我的连接真的可用吗？',
      answer: '连接检查会列出、写入、读取并删除一个小文件，再通过公开地址打开它，并逐项说明哪里有问题、怎样解决。',
      action: '检查此连接',
    },
    link: {
      question: '文件上传了，但链接打不开',
      answer:
        '多半是没有设置公开域名、填的是 S3 端点，或者存储桶没有公开。应用会逐步尝试这个链接，找出原因。检查的是选中的文件，没有选中时是最新的文件。',
      action: '查明原因',
    },
    public: {
      question: '别人怎样看到我的文件？',
      answer:
        '通过公开域名：存储桶的 r2.dev 地址（较慢，适合试用）或你自己的域名，都在仪表板的存储桶设置里。没有公开域名时，链接是签名链接，最多一周后失效。',
      action: '显示公开域名',
    },
    website: {
      question: '我的网站无法加载这些文件',
      answer:
        '用脚本读取文件的网页需要存储桶的许可，称为 CORS。输入网站地址，应用会设置规则；如果你的密钥无权设置，应用会写好规则，供你粘贴到仪表板中。',
      action: '允许一个网站',
    },
    interrupted: {
      question: '上传到一半时应用被关闭了',
      answer: '什么都不会丢失。重新打开应用，它会从中断处继续，并在最后核对到达的内容与发送的一致。',
      action: '打开“传输”',
    },
    generated: {
      question: '生成的图片去了哪里？',
      answer:
        '会自动进入你的存储桶，放在“生成”按钮上方所示的文件夹里。资料库会保存提示词、种子和模型；文件里是否也写入，在那里有说明。如果上传失败，图片会保留在本机，重试不会再产生费用。',
      action: '打开“生成”',
    },
    rotate: {
      question: '应该多久更换一次密钥？',
      answer: '每三到六个月一次；如果可能有人看到过，就立即更换。应用会完整测试新密钥，然后才放弃旧密钥。',
      action: '更换密钥',
    },
    backend: {
      question: '我的后端怎样使用同一个存储桶？',
      answer:
        '在“设置”的“连接”中，可以把连接导出为 .env、rclone.conf 或 AWS 配置。文件里有你的密钥：不要提交到 Git（写入 .gitignore），并给服务器使用单独的密钥。',
      action: '打开“设置”',
    },
    cost: {
      question: '费用是多少？',
      answer:
        '标准存储中，每月 10 GB 存储、前一百万次写入和列出、前一千万次读取免费；超出部分 R2 按存储和操作收费，流量永远免费。“用量”会显示本月的费用。',
      action: '打开“用量”',
    },
    'no-account': {
      question: '没有账户能试用吗？',
      answer:
        '可以。沙盒存储桶在本机上，行为与 R2 相同，也有链接，只是仅限本机使用。你可以随时再连接一个真正的存储桶。',
      action: '添加连接',
    },
  },
  tips: {
    label: '提示',
    count: '提示 {{number}} / {{total}}',
    drop: {
      title: '任何内容，拖到任何位置',
      text: '文件、文件夹和已复制的图片都会进入当前显示的文件夹。',
    },
    link: {
      title: '一个快捷键就能复制链接',
      text: '选中文件，按 {{keys}}。链接会先经过测试再给你。',
    },
    palette: {
      title: '其他操作输入几个字母即可',
      text: '{{keys}} 可前往任何位置、执行任何操作。{{help}} 显示快捷键。',
    },
    next: '下一条',
    done: '知道了',
    dismiss: '隐藏提示',
  },
};
