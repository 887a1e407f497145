import type { localApi as source } from '../en/local-api';
import type { Translation } from '../words';

export const localApi: Translation<typeof source> = {
  title: '本地 API',
  help: '供这台电脑上的程序使用的入口：Typora、Obsidian 或你自己的脚本。默认关闭，由你开启；其他电脑和网页都无法访问。',
  enable: '允许这台电脑上的程序上传和生成',
  enableHelp: '拿到令牌的程序可以上传你能读取的任何文件，也可以使用你的生成服务。',
  open: '已在 127.0.0.1:{{port}} 开启',
  off: '已关闭',
  port: '端口',
  portHelp: '首次随机选择，之后保持不变。PicGo 使用 36677。',
  portBad: '请输入 {{min}} 到 {{max}} 的整数。',
  bucket: '存储桶',
  active: '当前打开的',
  prefix: '存储桶中的文件夹',
  prefixHelp: '留空表示顶层。',
  prefixBad: '存储桶中的文件夹不能用这样的名称。',
  address: '复制地址',
  addressHelp:
    '供支持 PicGo 的程序使用：填到它们要求填写服务器的地方（Obsidian 的 Image auto upload：“PicGo server”）。地址中含有令牌，剪贴板会在一分钟后清空。',
  token: '复制令牌',
  tokenHelp: '供脚本使用，放在请求头“Authorization: Bearer …”中。',
  renew: '生成新令牌…',
  renewTitle: '生成新令牌？',
  renewText: '使用旧令牌的程序会被拒绝，直到换上新令牌。',
  renewConfirm: '生成新令牌',
  renewed: '已生成新令牌',
  copied: '已复制到剪贴板',
  copiedText: '一分钟后会从剪贴板清除。',
  sessionToken: '这个系统没有钥匙串：每次启动应用都会生成新的令牌。',
  example: '可以请求什么',
  exampleHelp:
    'POST /upload 接受 {"list": ["/文件/路径"]}、multipart/form-data 文件，或空内容（上传剪贴板中的图片）。POST /generate 接受 {"prompt": "…"}。全部存入存储桶并通过校验后，两者都返回 {"success": true, "result": ["https://…"]}。',
};
