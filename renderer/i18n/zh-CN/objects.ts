import type { objects as source } from '../en/objects';
import type { Translation } from '../words';

export const objects: Translation<typeof source> = {
  menu: {
    rename: '重命名…',
    moveTo: '移动到…',
    copyTo: '复制到…',
    duplicate: '创建副本',
  },
  rename: {
    titleFile: '重命名文件',
    titleFolder: '重命名文件夹',
    name: '名称',
    do: '重命名',
    hintFile: '指向旧名称的链接将失效。',
    hintFolder_other: '其中 {{formatted}} 个对象会有新地址；旧链接将失效。',
    taken: '此名称已被占用。之后会询问保留哪一个。',
    takenFolder: '此文件夹已存在，两者将合并。',
    problem: {
      empty: '请输入名称。',
      slash: '斜杠会产生文件夹：请用“移动到…”。',
      'too-long': '连同文件夹超过了 R2 允许的 1,024 字节。',
      'control-character': '反斜杠和控制字符会使链接失效。',
      'dot-segment': 'R2 与浏览器对 . 和 .. 的理解不同。',
      'empty-segment': '两个斜杠之间需要名称。',
      surrogate: '其中有一个字符已损坏。',
    },
  },
  target: {
    titleMove: '移动到…',
    titleCopy: '复制到…',
    amount_other: '{{formatted}} 个对象，{{size}}',
    bucket: '存储桶',
    path: '所选文件夹',
    top: '顶层',
    folders: '文件夹',
    noFolders: '这里没有文件夹。',
    newFolder: '新建文件夹',
    newFolderHint: '留空则使用所选文件夹',
    inPlace: '已经在这里',
    move: '移动到此处',
    copy: '复制到此处',
  },
  sent: {
    moving_other: '正在移动 {{formatted}} 个对象',
    copying_other: '正在复制 {{formatted}} 个对象',
    leftOut_other: '{{formatted}} 个被略过。',
    show: '查看传输',
  },
  deleted: {
    title_other: '已删除 {{formatted}} 个对象',
    failed_other: '{{formatted}} 个对象未能删除',
    stopped_other: '已停止：删除了 {{formatted}} 个对象',
    rest: '其余的仍在。',
  },
  deleting: {
    label: '正在删除',
    progress: '正在删除 {{done}} / {{total}}',
    failed_other: '{{formatted}} 个失败',
    stop: '停止',
    stopping: '正在停止…',
  },
};
