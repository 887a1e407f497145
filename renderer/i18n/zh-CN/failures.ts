import type { failures as source } from '../en/failures';
import type { Translation } from '../words';

export const failures: Translation<typeof source> = {
  offline: {
    title: '当前没有网络',
    help: '这台电脑暂时连不上网络。不会丢失任何内容：网络恢复后，应用会自动继续。',
  },
  'host-not-found': {
    title: '这个地址不存在',
    help: '找不到名为 {{host}} 的服务器。请检查账户 ID 或端点是否有输入错误。',
  },
  'connection-refused': {
    title: '服务器没有应答',
    help: '{{host}} 存在，但没有服务在监听。请检查端点和端口，并确认服务器正在运行。',
  },
  'connection-lost': {
    title: '连接中断',
    help: '传输途中网络断开了。已经到达的部分会保留，应用会从断点继续。',
  },
  tls: {
    title: '连接不受信任',
    help: '无法验证 {{host}} 的证书。公司代理、系统时间错误或端点填错都可能造成这种情况。',
  },
  'no-transformations': {
    title: '{{host}} 不会缩放图片',
    help: '指向缩小图片的链接在那里打不开，缩略图改由原图生成。请在 Cloudflare 仪表板中为此域名开启“图片 → 转换”（Images → Transformations），或在“设置”中关闭“由 Cloudflare 缩小图片”。',
  },
  timeout: {
    title: '服务器响应超时',
    help: '在规定时间内没有收到回复。可能是网络暂时较慢，通常重试即可。',
  },
  'not-an-s3-server': {
    title: '这不是 S3 服务器',
    help: '{{host}} 返回了其他内容，可能是一个网页。端点应当是 S3 API 的地址，例如 https://<account>.r2.cloudflarestorage.com。',
  },
  'key-id-shape': {
    title: '这不可能是访问密钥 ID',
    help: 'R2 的访问密钥 ID 共 32 个字符，由数字和字母 a 到 f 组成；其他存储的由英文字母、数字和符号组成，不含空格。请从显示它的页面重新复制。',
  },
  'unknown-key': {
    title: 'R2 不认识这个密钥',
    help: '这个访问密钥 ID 属于另一个账户，或者对应的令牌已被删除。请检查账户 ID，或创建新的令牌。',
  },
  'wrong-secret': {
    title: '密钥与访问密钥 ID 不匹配',
    help: '这个机密访问密钥不属于该访问密钥 ID。它只显示一次：如果已经找不到，请创建新的令牌。',
  },
  'access-denied': {
    title: '令牌没有这项权限',
    help: '密钥是对的，但令牌缺少权限，或者不适用于 {{bucket}}。它需要对该存储桶有“对象读和写”权限。',
  },
  'not-entitled': {
    title: '这个账户尚未启用 R2',
    help: '请在 Cloudflare 仪表板中打开 R2 并启用一次。R2 有免费额度，但 Cloudflare 仍会要求填写付款方式。',
  },
  'proxy-unsupported': {
    title: '不支持这种代理',
    help: '系统要求使用“{{name}}”。支持 HTTP 代理，暂不支持 SOCKS 和 HTTPS 代理：请在系统网络设置中选择其他代理，然后重试。',
  },
  'proxy-login': {
    title: '代理要求登录',
    help: '系统代理 {{name}} 需要用户名和密码，而应用暂时不能登录代理。请联系代理的管理者放行这台电脑，或在系统网络设置中选择其他代理，然后重试。',
  },
  'proxy-unreachable': {
    title: '代理不通',
    help: '系统要求所有连接经过代理 {{name}}，但它没有应答，或连不上服务器。请检查系统网络设置，或稍候：应用会自动重试。',
  },
  'clock-skew': {
    title: '这台电脑的时间不准',
    help: '本机时间与服务器相差太多，所有请求都会被拒绝。请将日期和时间设为自动，然后重试。',
  },
  'request-expired': {
    title: '请求到达得太晚',
    help: '请求搁置太久才送达服务器，可能是电脑曾进入睡眠。应用会重新签名并发送。',
  },
  'secrets-unreadable': {
    title: '无法读取已保存的密钥',
    help: '系统钥匙串已无法解开它，更换电脑或用户后会出现这种情况。请重新输入机密访问密钥。',
  },
  'secrets-unavailable': {
    title: '密钥已不在本机',
    help: '这个系统没有钥匙串，密钥只保留到应用关闭为止。请重新输入以继续。',
  },
  'secrets-locked': {
    title: '密钥已锁定',
    help: '密钥受口令保护。解锁后即可继续。',
  },
  'same-keys': {
    title: '这就是正在使用的密钥',
    help: '请在仪表板中新建一个令牌，并填写它显示的密钥。',
  },
  'passphrase-wrong': {
    title: '口令不正确',
    help: '请检查大小写和输入法，然后再试一次。',
  },
  'passphrase-wait': {
    title: '错误次数过多',
    help: '请在 {{seconds}} 秒后再试。',
  },
  'api-token-refused': {
    title: 'Cloudflare 不认识这个 API 令牌',
    help: '它可能在复制时被截断，或已被删除、轮换。令牌只显示一次：如果已经找不到，请新建一个。',
  },
  'api-token-inactive': {
    title: '这个 API 令牌已失效',
    help: 'Cloudflare 显示它的状态为“{{status}}”。请新建一个令牌，或在仪表板中重新启用或延长有效期。',
  },
  'api-token-permission': {
    title: '这个 API 令牌无权这样做',
    help: '它在该账户中需要“{{permission}}”权限，拥有“管理员读和写”的令牌即可。没有它，其余功能照常可用。',
  },
  'api-token-missing': {
    title: '这需要 API 令牌',
    help: '这个连接只有一对密钥。补上 API 令牌的值，应用就能替你完成。',
  },
  'other-jurisdiction': {
    title: '存储桶位于另一个管辖区',
    help: '存储桶 {{bucket}} 位于“{{jurisdiction}}”，而不是所选的管辖区。请改选“{{jurisdiction}}”。',
  },
  'no-such-bucket': {
    title: '没有这个存储桶',
    help: '该账户在此管辖区内没有 {{bucket}}。请与仪表板逐字核对名称，或在那里创建它。',
  },
  'invalid-bucket-name': {
    title: '存储桶不能使用这个名称',
    help: '名称须为 3 到 63 个字符，只能用小写字母、数字和连字符，且首尾不能是连字符。',
  },
  'bucket-name-taken': {
    title: '已经有这个存储桶了',
    help: '该账户在此管辖区内已有 {{bucket}}。请直接使用它，或换一个名称。',
  },
  'no-such-key': {
    title: '这个对象已不存在',
    help: '在应用上次读取之后，它被删除或改名了。请重新读取存储桶，查看当前内容。',
  },
  'invalid-key': {
    title: 'R2 不接受这个名称',
    help: '{{name}} 无法使用：可能太长，或含有会破坏链接的字符。请换一个名称。',
  },
  'no-such-upload': {
    title: '未完成的上传已失效',
    help: 'R2 会在七天后清除未完成的上传。应用会重新开始这一个。',
  },
  'already-exists': {
    title: '名称已被占用',
    help: '{{name}} 处已有内容。请换一个名称，或替换现有内容。',
  },
  'object-changed': {
    title: '内容已被他人修改',
    help: '应用处理期间，存储桶中的对象发生了变化。没有覆盖任何内容，请基于最新内容重试。',
  },
  'source-changed': {
    title: '原对象已被改动',
    help: '{{name}} 在复制之后又被写入。没有删除任何内容：副本和新的原对象都在。重试将按现在的内容移动。',
  },
  'bucket-changed': {
    title: '连接现在指向另一个存储桶',
    help: '此任务针对存储桶 {{bucket}}。没有从连接现在指向的存储桶读取或删除任何内容。请让连接以当时的地址重新指向 {{bucket}}，或将此项从列表移除。',
  },
  'same-object': {
    title: '这是同一个对象',
    help: 'R2 把 {{name}} 与新名称视为同一个对象。没有需要复制的内容，也没有删除任何内容。',
  },
  'into-itself': {
    title: '文件夹不能放进自身',
    help: '{{name}} 在那里会位于自身之内。请选择另一个文件夹。',
  },
  'too-large': {
    title: '超出 R2 的大小限制',
    help: '单个对象最大为 5 TiB 减 5 GiB。请拆分文件后再存储。',
  },
  'metadata-too-large': {
    title: '元数据过多',
    help: 'R2 为每个对象最多保存 8,192 字节的元数据。请缩短提示词或元数据。',
  },
  'invalid-range': {
    title: '请求的部分不存在',
    help: '对象比预期短，可能已被替换。请重新读取存储桶，查看当前内容。',
  },
  'rate-limited': {
    title: '服务器要求稍等',
    help: '同时发出的请求过多。应用会稍等片刻后自动继续。',
  },
  'server-error': {
    title: '服务器出现问题',
    help: '问题出在对方，通常几分钟内会恢复。应用会自动重试。',
  },
  'not-implemented': {
    title: '服务器不支持此操作',
    help: '应用请求了这台 S3 服务器没有提供的功能。',
  },
  'unexpected-reply': {
    title: '收到无法理解的回复',
    help: '服务器返回的内容应用无法识别。中间的代理或登录页面可能造成这种情况。',
  },
  'damaged-in-transit': {
    title: '传输途中损坏',
    help: '校验和显示，到达的内容与发送的不一致。损坏的副本没有保留，应用会重新发送。',
  },
  'verification-failed': {
    title: '副本校验未通过',
    help: '存储桶中的对象与文件不一致。请保留原文件并重新发送。',
  },
  'file-missing': {
    title: '文件已不在原处',
    help: '{{name}} 被移动、改名或删除，或其所在磁盘未连接。请放回原处后重试。',
  },
  'file-unreadable': {
    title: '无法读取文件',
    help: '系统不允许应用读取 {{name}}。请检查权限，以及是否被其他程序占用。',
  },
  'file-changed': {
    title: '文件在发送时发生变化',
    help: '{{name}} 正在被写入。没有存下半成品，请等其他程序完成后重试。',
  },
  'disk-full': {
    title: '磁盘已满',
    help: '空间不足。请清理出一些空间，然后重试；不会留下任何未完成的文件。',
  },
  'folder-unwritable': {
    title: '无法写入这个文件夹',
    help: '应用不能在那里写入。请选择其他文件夹。',
  },
  'folder-missing': {
    title: '文件夹不在原处',
    help: '{{name}} 被移动、改名或删除，或其所在磁盘未连接。',
  },
  'folder-watched': {
    title: '不能监视这个文件夹',
    help: '它已被监视，或与被监视的文件夹互相包含，或是本应用存放自身文件的地方。请选择其他文件夹。',
  },
  'trash-refused': {
    title: '无法把文件移到回收站',
    help: '文件已在存储桶中，本机上的也保留着。系统或这个磁盘可能没有回收站；可以改为移到子文件夹。',
  },
  'nothing-to-add': {
    title: '没有可上传的内容',
    help: '所选内容中没有找到文件。存储桶不保存空文件夹。',
  },
  'list-damaged': {
    title: '这个 ZIP 文件的清单已损坏',
    help: '应用记下的待打包文件清单已无法读取。文件本身没有变化，请重新选择。',
  },
  'not-a-picture': {
    title: '这不是图片',
    help: '{{name}} 的名称像图片，内容却不是。它会原样保存，但没有预览。',
  },
  'animated-picture': {
    title: '这是动态图片',
    help: '转换只会保留一帧，其余都会丢失，因此动态图片保持原样。',
  },
  'not-converted': {
    title: '无法转换这张图片',
    help: '{{name}} 按规则的要求没有上传。可以让规则改为上传原图，或用其他工具转换。',
  },
  'location-unclear': {
    title: '无法确定这类文件在哪里保存位置',
    help: '文件已损坏，或属于这里无法清理的类型（例如 SVG、JPEG XL、MKV，或带 GPS 轨道的视频）。',
  },
  'location-not-removed': {
    title: '无法移除位置信息',
    help: '{{name}} 按规则的要求没有上传：文件已损坏，或属于这里无法清理的类型。可以让规则原样上传这类文件，或先进行转换。',
  },
  'picture-too-large': {
    title: '图片过大，无法预览',
    help: '这张图片的像素或文件大小超出可安全显示的范围。它会原样保存，下载后可打开。',
  },
  'unsupported-media': {
    title: '该格式没有预览',
    help: '应用无法显示这类文件。它会原样保存，下载后可打开。',
  },
  'document-locked': {
    title: '这份文档有密码',
    help: '只有输入密码才能打开它，而应用不会询问密码。它会原样保存，下载后可打开。',
  },
  'public-base-missing': {
    title: '尚未设置公开域名',
    help: '这个存储桶是私有的。为连接添加公开域名，即可获得不会过期的链接。',
  },
  'public-base-is-s3-endpoint': {
    title: '这是 S3 API 的地址',
    help: '它要求每个请求都有签名，因此别人永远打不开指向它的链接。请使用存储桶的 r2.dev 地址或自己的域名。',
  },
  'not-public': {
    title: '公开链接打不开',
    help: '对象已存在，但 {{host}} 没有提供它。请为 {{bucket}} 开启公开访问，或检查公开域名。',
  },
  'cached-404': {
    title: 'Cloudflare 还记着它不存在',
    help: '上传之前有人打开过链接，{{host}} 会把那个应答保留一段时间。它会自行过期；想快一点，请从 Cloudflare 的缓存中清除这个网址。',
  },
  'cors-changed': {
    title: '规则在别处被更改了',
    help: '在这里读取之后，有人更改了这个存储桶的 CORS 规则。请重新读取，然后再更改。',
  },
  'provider-not-set-up': {
    title: '这个服务商尚未设置',
    help: '缺少地址或密钥。请在设置中填写。',
  },
  'provider-unreachable': {
    title: '服务商没有应答',
    help: '连不上 {{host}}。如果是自己的服务器，请确认它正在运行；否则请稍后重试。',
  },
  'provider-key-unreadable': {
    title: '已无法打开服务商的密钥',
    help: '它由另一个钥匙串或口令保管。请在设置中重新输入 API 密钥。',
  },
  'provider-key-refused': {
    title: '服务商拒绝了密钥',
    help: 'API 密钥有误或已被撤销。请在设置中填写有效的密钥。',
  },
  'provider-refused-prompt': {
    title: '服务商拒绝了这段提示词',
    help: '它不符合服务商的规定。请换一种说法。',
  },
  'provider-refused-input': {
    title: '服务商不接受这些设置',
    help: '服务商在开始生成之前就拒绝了请求。请按下面它给出的消息修改，然后重试。',
  },
  'provider-job-failed': {
    title: '服务商未能完成',
    help: '生成已开始但中途失败。请重试，或修改提示词或设置。',
  },
  'provider-job-gone': {
    title: '服务商已找不到该任务',
    help: '服务可能已重启，或结果已被删除。重试会重新生成。',
  },
  'reference-not-a-picture': {
    title: '“{{name}}”不能用作起始图片',
    help: '请选择不超过 32 MB 的 JPEG、PNG、WebP、GIF 或 AVIF 文件。',
  },
  'program-not-found': {
    title: '无法启动程序',
    help: '{{program}} 不存在或不可执行。请在设置中选择其他程序。',
  },
  'program-needs-shell': {
    title: '无法启动批处理文件',
    help: 'Windows 通过命令行解释器运行 {{program}}，提示词可能会被当作命令执行。请在设置中填写该文件所启动的程序。',
  },
  'program-failed': {
    title: '{{program}} 出错退出',
    help: '退出代码为 {{code}}。程序的输出见下方，修正后重试。',
  },
  'program-made-nothing': {
    title: '{{program}} 没有留下图片',
    help: '程序正常结束，但输出文件夹中没有图片或视频。请在参数中用 {output} 告诉它写到哪里。',
  },
  'provider-quota': {
    title: '已达到服务商的限额',
    help: '该账户余额不足，或请求过于频繁。请查看服务商的账户页面，然后重试。',
  },
  'provider-bad-answer': {
    title: '服务商没有返回图片',
    help: '回复中没有可以保存的内容。该模型可能不能生成图片，请换一个模型或重试。',
  },
  'port-taken': {
    title: '端口 {{port}} 已被占用',
    help: '这台电脑上的其他程序正在使用它。请关闭那个程序，或换一个端口。',
  },
  'local-token-unreadable': {
    title: '本地 API 的令牌已无法打开',
    help: '它是由其他钥匙串或口令加密的。请生成新令牌，并更新使用它的程序。',
  },
  'import-nothing-found': {
    title: '没有可导入的内容',
    help: '没有找到与连接有关的内容。请原样粘贴：.env、rclone.conf、仪表板页面、一个地址或 API 令牌。',
  },
  'invalid-input': {
    title: '无法按此要求执行',
    help: '缺少某个值，或其格式不被接受。',
  },
  'no-connection': {
    title: '尚未连接存储桶',
    help: '请先连接一个存储桶，然后即可使用。',
  },
  'not-found': {
    title: '它已不在这里',
    help: '在此期间它已被移除。',
  },
  'sandbox-failed': {
    title: '沙盒存储桶未能启动',
    help: '无法在这台电脑上启动本地测试服务器。请重试；如果仍然失败，请重启应用。',
  },
  'update-untrusted': {
    title: '更新并非来自我们',
    help: '所提供的内容没有我们的签名，或与公布的不符。没有安装任何内容。换一个网络可能有帮助；如果仍然出现，请告诉我们，并附上“帮助 → 复制诊断信息”所复制的内容。',
  },
  'update-failed': {
    title: '无法获取更新',
    help: '应用会照常运行。请稍后重试。',
  },
  'update-not-installed': {
    title: '无法安装更新',
    help: '已重新启动原有版本。请从获取本应用的地方下载最新版本。',
  },
  unexpected: {
    title: '应用出现了错误',
    help: '这是 Flow Media 的错误，不是你的问题。你的文件是安全的。请重试；如果仍然出现，可用“帮助 → 复制诊断信息”，把复制的内容发给我们。',
  },
};
