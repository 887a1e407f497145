import type { FailureCode } from '../../../shared/failure';

/** What happened, and why and what to do about it. `{{bucket}}` and its like come from a failure's `params`. */
export const failures = {
  offline: {
    title: 'You are offline',
    help: 'This computer has no network at the moment. Nothing is lost: the app goes on by itself when the network is back.',
  },
  'host-not-found': {
    title: 'This address does not exist',
    help: 'No server goes by the name {{host}}. Look for a typing mistake in the Account ID or the endpoint.',
  },
  'connection-refused': {
    title: 'The server does not answer',
    help: 'There is a computer at {{host}}, but nothing listens there. Check the endpoint and its port, and that the server runs.',
  },
  'connection-lost': {
    title: 'The connection was cut',
    help: 'The network broke off in the middle. What has arrived is kept, and the app goes on from there.',
  },
  tls: {
    title: 'The connection is not trusted',
    help: 'The certificate of {{host}} could not be verified. A company proxy, a wrong clock or a wrong endpoint can cause this.',
  },
  'no-transformations': {
    title: '{{host}} does not resize pictures',
    help: 'Links to smaller pictures do not open there, and thumbnails are made from the originals. Turn on Images → Transformations for this domain in the Cloudflare dashboard, or switch off “Smaller pictures by Cloudflare” for it in Settings.',
  },
  timeout: {
    title: 'The server took too long',
    help: 'No answer came in time. The network may be slow just now; trying again usually helps.',
  },
  'not-an-s3-server': {
    title: 'This is not an S3 server',
    help: '{{host}} answered with something else, perhaps a web page. The endpoint should be the S3 API’s address, such as https://<account>.r2.cloudflarestorage.com.',
  },
  'key-id-shape': {
    title: 'This cannot be the Access Key ID',
    help: 'R2’s has 32 characters, digits and the letters a to f; those of other stores are English letters, digits and signs without blanks. Copy it again from the page that showed it.',
  },
  'unknown-key': {
    title: 'R2 does not know this key',
    help: 'The Access Key ID belongs to another account, or its token was deleted. Check the Account ID, or create a new token.',
  },
  'wrong-secret': {
    title: 'The secret does not match the key',
    help: 'The Secret Access Key is not the one of this Access Key ID. It is shown only once: if you no longer have it, create a new token.',
  },
  'access-denied': {
    title: 'The token may not do this',
    help: 'The key is right, but its token lacks the permission, or is meant for other buckets than {{bucket}}. It needs “Object Read & Write” on this bucket.',
  },
  'not-entitled': {
    title: 'R2 is not switched on in this account',
    help: 'Open R2 in the Cloudflare dashboard once and switch it on. It has a free tier; Cloudflare asks for a payment method all the same.',
  },
  'proxy-unsupported': {
    title: 'This kind of proxy is not supported',
    help: 'The system asks for “{{name}}”. HTTP proxies work, SOCKS and HTTPS ones do not yet: choose another one in the system’s network settings, then try again.',
  },
  'proxy-login': {
    title: 'The proxy asks who you are',
    help: 'The system’s proxy {{name}} lets nobody through without a name and a password, and the app cannot sign in to a proxy yet. Ask whoever runs it to let this computer through, or choose another proxy in the system’s network settings, then try again.',
  },
  'proxy-unreachable': {
    title: 'The proxy does not let anything through',
    help: 'The system sends everything through the proxy {{name}}, which does not answer or does not reach the server. Look at the system’s network settings, or wait: the app tries again by itself.',
  },
  'clock-skew': {
    title: 'This computer’s clock is wrong',
    help: 'Its time is too far from the server’s, so that every request is refused. Set date and time to automatic, then try again.',
  },
  'request-expired': {
    title: 'The request came too late',
    help: 'It lay too long before it reached the server, perhaps while the computer slept. The app signs a new one.',
  },
  'secrets-unreadable': {
    title: 'The stored secret cannot be read',
    help: 'The system keychain no longer opens it, as happens after a move to another computer or user. Enter the Secret Access Key once more.',
  },
  'secrets-unavailable': {
    title: 'The secret is not here any more',
    help: 'This system has no keychain, so the secret was kept only until the app was closed. Enter it again to go on.',
  },
  'secrets-locked': {
    title: 'Your keys are locked',
    help: 'They are protected with a passphrase. Unlock them, and this goes on.',
  },
  'same-keys': {
    title: 'These keys are in use already',
    help: 'Make a new token in the dashboard and enter the keys that it shows.',
  },
  'passphrase-wrong': {
    title: 'This is not the passphrase',
    help: 'Look at capitals and the keyboard’s language, then try again.',
  },
  'passphrase-wait': {
    title: 'Too many wrong tries',
    help: 'Try again in {{seconds}} s.',
  },
  'api-token-refused': {
    title: 'Cloudflare does not know this API token',
    help: 'It may have been cut off when it was copied, deleted, or rolled. It is shown only once: if you no longer have it, create a new one.',
  },
  'api-token-inactive': {
    title: 'This API token is no longer active',
    help: 'Cloudflare says that it is {{status}}. Create a new one, or switch it on or extend it in the dashboard.',
  },
  'api-token-permission': {
    title: 'The API token may not do this',
    help: 'It needs the permission “{{permission}}” in this account, which a token with “Admin Read & Write” has. All else works without it.',
  },
  'api-token-missing': {
    title: 'This needs an API token',
    help: 'The connection has only its pair of keys. With the API token’s value beside them the app can do this for you.',
  },
  'other-jurisdiction': {
    title: 'The bucket lies in another jurisdiction',
    help: 'The bucket {{bucket}} is in “{{jurisdiction}}”, not in the jurisdiction that was chosen. Choose “{{jurisdiction}}” instead.',
  },
  'no-such-bucket': {
    title: 'There is no such bucket',
    help: 'The account has no bucket {{bucket}} in this jurisdiction. Compare the name with the dashboard, letter by letter, or create the bucket there.',
  },
  'invalid-bucket-name': {
    title: 'A bucket cannot have this name',
    help: 'Bucket names have 3 to 63 characters: lowercase letters, digits and hyphens, and no hyphen at either end.',
  },
  'bucket-name-taken': {
    title: 'There is such a bucket already',
    help: 'The account has a bucket {{bucket}} in this jurisdiction. Use it, or choose another name.',
  },
  'no-such-key': {
    title: 'This object is gone',
    help: 'It was deleted or renamed since the app last looked. Read the bucket again to see what is there now.',
  },
  'invalid-key': {
    title: 'R2 does not take this name',
    help: '{{name}} cannot be used: it may be too long, or hold characters that break links. Choose another name.',
  },
  'no-such-upload': {
    title: 'The half-finished upload is gone',
    help: 'R2 forgets unfinished uploads after seven days. The app begins this one again.',
  },
  'already-exists': {
    title: 'This name is taken',
    help: 'There is already something under {{name}}. Choose another name, or replace what is there.',
  },
  'object-changed': {
    title: 'Someone else changed it',
    help: 'The object changed in the bucket while the app worked on it. Nothing was overwritten; try again with what is there now.',
  },
  'source-changed': {
    title: 'The original changed meanwhile',
    help: '{{name}} was written to after it was copied. Nothing was deleted: the copy and the new original are both there. Trying again moves it as it is now.',
  },
  'bucket-changed': {
    title: 'Its connection leads to another bucket now',
    help: 'This was asked of the bucket {{bucket}}. Nothing was read from or deleted in the bucket that the connection leads to now. Point it at {{bucket}} again, at the address that it had then, or take this off the list.',
  },
  'same-object': {
    title: 'This is the same object',
    help: 'R2 takes {{name}} and its new name for one and the same object. There is nothing to copy, and nothing was deleted.',
  },
  'into-itself': {
    title: 'A folder cannot go into itself',
    help: '{{name}} would lie within itself there. Choose another folder.',
  },
  'too-large': {
    title: 'Too large for R2',
    help: 'One object can have at most 5 TiB, less 5 GiB. Split the file to store it.',
  },
  'metadata-too-large': {
    title: 'Too much metadata on this object',
    help: 'R2 keeps at most 8,192 bytes of metadata with an object. Shorten the prompt or the metadata.',
  },
  'invalid-range': {
    title: 'This part does not exist',
    help: 'The object is shorter than expected; it was probably replaced. Read the bucket again to see what is there now.',
  },
  'rate-limited': {
    title: 'The server asks for a break',
    help: 'Too many requests came at once. The app waits a moment and goes on by itself.',
  },
  'server-error': {
    title: 'The server has a problem',
    help: 'The trouble is on the other side and mostly passes within minutes. The app tries again by itself.',
  },
  'not-implemented': {
    title: 'This server cannot do that',
    help: 'The app asked for something that this S3 server does not offer.',
  },
  'unexpected-reply': {
    title: 'An answer that makes no sense',
    help: 'The server said something that the app does not understand. A proxy or a sign-in page in between can cause this.',
  },
  'damaged-in-transit': {
    title: 'Damaged on the way',
    help: 'What arrived is not what was sent; the checksum shows it. The damaged copy was not kept, and the app sends it again.',
  },
  'verification-failed': {
    title: 'The copy could not be verified',
    help: 'The object in the bucket does not agree with the file. Keep the original, and send it again.',
  },
  'file-missing': {
    title: 'The file is not there any more',
    help: '{{name}} was moved, renamed or deleted, or its drive is not connected. Put it back, then try again.',
  },
  'file-unreadable': {
    title: 'The file cannot be read',
    help: 'This computer does not let the app read {{name}}. Check its permissions, and whether another program holds it.',
  },
  'file-changed': {
    title: 'The file changed while it was sent',
    help: '{{name}} was being written to. Nothing half-finished was stored; try again when the other program is done with it.',
  },
  'disk-full': {
    title: 'The disk is full',
    help: 'There is no room left for this. Free some space, then try again; nothing half-written is left behind.',
  },
  'folder-unwritable': {
    title: 'This folder is closed to the app',
    help: 'Nothing can be written there. Choose another folder.',
  },
  'folder-missing': {
    title: 'The folder is not there',
    help: '{{name}} was moved, renamed or deleted, or its drive is not connected.',
  },
  'folder-watched': {
    title: 'This folder cannot be watched',
    help: 'It is watched already, lies in a watched folder or around one, or is where this app keeps its own files. Choose another folder.',
  },
  'trash-refused': {
    title: 'The file could not be moved to the trash',
    help: 'It is in the bucket, and stays here too. This system, or the drive, may have no trash; files can be moved to a subfolder instead.',
  },
  'nothing-to-add': {
    title: 'Nothing to upload',
    help: 'No files were found in what you chose. Empty folders have no place in a bucket.',
  },
  'list-damaged': {
    title: 'The list for this ZIP file is damaged',
    help: 'What the app had noted of the files that go into it cannot be read any more. The files themselves are as they were: choose them again.',
  },
  'not-a-picture': {
    title: 'Not a picture',
    help: '{{name}} is named like a picture, but its content is something else. It is stored as it is, without a preview.',
  },
  'animated-picture': {
    title: 'This picture moves',
    help: 'Converting it would keep one frame and lose the rest, so moving pictures are left as they are.',
  },
  'not-converted': {
    title: 'This picture could not be converted',
    help: '{{name}} was not uploaded, as its rule asks. Let the rule upload the original instead, or convert it by other means.',
  },
  'location-unclear': {
    title: 'No telling where this kind of file keeps its location',
    help: 'It is damaged, or of a kind (such as SVG, JPEG XL, MKV, or a video with a GPS track) that cannot be cleaned here.',
  },
  'location-not-removed': {
    title: 'The location could not be removed',
    help: '{{name}} was not uploaded, as its rule asks: it is damaged, or of a kind that cannot be cleaned here. Let the rule upload such files as they are, or convert them first.',
  },
  'picture-too-large': {
    title: 'Too large for a preview',
    help: 'The picture has more pixels, or is a larger file, than can be shown safely. It is stored as it is; download it to open it.',
  },
  'unsupported-media': {
    title: 'No preview for this format',
    help: 'The app cannot show this kind of file. It is stored as it is; download it to open it.',
  },
  'document-locked': {
    title: 'This document has a password',
    help: 'It opens only with its password, which the app does not ask for. It is stored as it is; download it to open it.',
  },
  'public-base-missing': {
    title: 'No public domain yet',
    help: 'This bucket is private. Add its public domain to the connection for links that do not expire.',
  },
  'public-base-is-s3-endpoint': {
    title: 'This is the S3 API’s address',
    help: 'It asks for a signature on every request, so links to it never open for others. Use the bucket’s r2.dev address, or a domain of your own.',
  },
  'not-public': {
    title: 'The public link does not open',
    help: 'The object is there, but {{host}} does not serve it. Switch on public access for {{bucket}}, or check the public domain.',
  },
  'cached-404': {
    title: 'Cloudflare still remembers that it was not there',
    help: 'The link was opened before the file was uploaded, and {{host}} keeps that answer for a while. It passes by itself; to be quicker, purge the address from Cloudflare’s cache.',
  },
  'cors-changed': {
    title: 'The rules were changed elsewhere',
    help: 'Somebody has changed this bucket’s CORS rules since they were read here. Read them again, then make your change.',
  },
  'provider-not-set-up': {
    title: 'This provider is not set up',
    help: 'Its address or its key is missing. Add it in Settings.',
  },
  'provider-unreachable': {
    title: 'The provider does not answer',
    help: 'No connection to {{host}}. If it is a server of your own, check that it runs; else try again in a moment.',
  },
  'provider-key-unreadable': {
    title: 'The provider’s key can no longer be opened',
    help: 'It was kept by another keychain or passphrase. Enter the API key again in Settings.',
  },
  'provider-key-refused': {
    title: 'The provider refuses the key',
    help: 'The API key is wrong, or was withdrawn. Enter a valid one in Settings.',
  },
  'provider-refused-prompt': {
    title: 'The provider declined this prompt',
    help: 'It goes against the provider’s rules. Put it in other words.',
  },
  'provider-refused-input': {
    title: 'The provider does not take these settings',
    help: 'The provider refused the request before making anything. Change what its message below points to, then try again.',
  },
  'provider-job-failed': {
    title: 'The provider could not finish it',
    help: 'It began and gave up. Try again, or change the prompt or the settings.',
  },
  'provider-job-gone': {
    title: 'The provider no longer knows of it',
    help: 'It was restarted or has thrown the result away. Trying again makes a new one.',
  },
  'reference-not-a-picture': {
    title: '“{{name}}” is not a picture to start from',
    help: 'Choose a JPEG, PNG, WebP, GIF or AVIF file of at most 32 MB.',
  },
  'program-not-found': {
    title: 'The program cannot be started',
    help: '{{program}} is not there, or may not be run. Name another one in Settings.',
  },
  'program-needs-shell': {
    title: 'A batch file cannot be started',
    help: 'Windows runs {{program}} through a shell, to which a prompt could be a command. In Settings, name the program that the file starts.',
  },
  'program-failed': {
    title: '{{program}} ended with an error',
    help: 'It exited with code {{code}}. Its output is below; fix the cause, then try again.',
  },
  'program-made-nothing': {
    title: '{{program}} left no picture',
    help: 'It ended well, but its output folder holds no picture or video. Tell it by {output} in its arguments where to write.',
  },
  'provider-quota': {
    title: 'The provider’s limit is reached',
    help: 'The account there has no credit left, or made too many requests. Look at the provider’s account page, then try again.',
  },
  'provider-bad-answer': {
    title: 'The provider sent no picture',
    help: 'The answer held nothing that could be stored. The model may not make pictures; choose another, or try again.',
  },
  'port-taken': {
    title: 'Port {{port}} is taken',
    help: 'Another program on this computer uses it. Close that program, or choose another port.',
  },
  'local-token-unreadable': {
    title: 'The token of the local API cannot be opened any more',
    help: 'It was sealed by another keychain or passphrase. Make a new token, and give it to the programs that use it.',
  },
  'import-nothing-found': {
    title: 'Nothing to import in there',
    help: 'Nothing that belongs to a connection was found. Paste the lines as they are: a .env, rclone.conf, the dashboard’s page, an address, or an API token.',
  },
  'invalid-input': {
    title: 'This cannot be done as asked',
    help: 'A value is missing, or has a form that the app does not take.',
  },
  'no-connection': {
    title: 'No bucket is connected',
    help: 'Connect a bucket first; then this works.',
  },
  'not-found': {
    title: 'This is not here any more',
    help: 'It was removed in the meantime.',
  },
  'sandbox-failed': {
    title: 'The sandbox bucket did not start',
    help: 'The local test server on this computer could not be started. Try again; if it persists, restart the app.',
  },
  'update-untrusted': {
    title: 'The update is not from us',
    help: 'What was offered does not bear our signature, or is not what was announced. Nothing was installed. Another network may help. If it persists, tell us, with what Help → Copy Diagnostics copies.',
  },
  'update-failed': {
    title: 'The update could not be fetched',
    help: 'The app goes on as it is. Try again later.',
  },
  'update-not-installed': {
    title: 'The update could not be installed',
    help: 'The version that was there has been started again. Get the newest one from where you got the app.',
  },
  unexpected: {
    title: 'Something went wrong in the app',
    help: 'This is a bug in Flow Media, and no mistake of yours. Your files are safe. Try again; if it persists, use Help → Copy Diagnostics and send us what it copies.',
  },
} satisfies Record<FailureCode, { title: string; help: string }>;
