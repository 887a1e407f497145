/** Shortcuts and answers. */
export const help = {
  shortcuts: {
    title: 'Keyboard shortcuts',
    or: 'or',
    group: {
      app: 'Everywhere',
      library: 'In the library',
      viewer: 'In the viewer',
      generate: 'In Generate',
      transfers: 'In Transfers, on a file that waits',
    },
    app: {
      'open-palette': 'Go anywhere, do anything',
      find: 'Search the library',
      'upload-files': 'Upload files',
      'upload-folder': 'Upload a folder',
      paste: 'Upload what was copied',
      'open-library': 'Library',
      'open-generate': 'Generate',
      'open-transfers': 'Transfers',
      'open-usage': 'Usage',
      'open-settings': 'Settings',
      'open-shortcuts': 'This list',
      'open-help': 'Help',
    },
    library: {
      move: 'Go to another file',
      screen: 'A screen up or down',
      ends: 'First or last file',
      extend: 'Select up to there',
      roam: 'Go there, selection stays',
      toggle: 'Add to the selection, or take out',
      'select-all': 'Select all',
      clear: 'Select nothing',
      view: 'Look at it, or open the folder',
      up: 'To the folder above',
      copy: 'Copy the link',
      browse: 'Open in the browser',
      rename: 'Rename',
      edit: 'Edit type, cache and metadata',
      delete: 'Delete, after a question',
      undo: 'Take back the last move or rename',
      menu: 'Menu of the selection',
      larger: 'Larger tiles',
      smaller: 'Smaller tiles',
    },
    viewer: {
      next: 'Next file',
      previous: 'Previous file',
      space: 'Play or pause; close a picture',
      'copy-picture': 'Copy the picture; the link of another file',
      'copy-link': 'Copy the link',
      delete: 'Delete, after a question',
      info: 'Show or hide the information',
      'zoom-in': 'Zoom in',
      'zoom-out': 'Zoom out',
      fit: 'Fit the window',
      actual: 'Actual size',
      'full-screen': 'Full screen',
      close: 'Close',
    },
    generate: {
      generate: 'Generate',
    },
    transfers: {
      first: 'To the front of the queue',
      up: 'One place forward',
      down: 'One place back',
      last: 'To the end of the queue',
    },
  },
  answers: {
    title: 'Help',
    search: 'Search the answers',
    none: 'No answer has these words. The documentation of R2 may.',
    nothingToTry: 'Upload a file first: then its link can be looked into',
    shortcuts: 'Keyboard shortcuts',
    tips: 'Show the tips again',
    docs: 'R2 documentation',
    'no-r2': {
      question: 'There is no R2 in my dashboard',
      answer:
        'Your Cloudflare account has not switched R2 on yet. Open R2 in the dashboard, choose a plan (the free tier is one, and wants a payment method), and it appears. Then create a bucket there; with an API token with “Admin Read & Write” the app can do it.',
      action: 'Open R2 in the dashboard',
    },
    permission: {
      question: 'Which permission does the token need?',
      answer:
        '“Object Read & Write”, for the one bucket that you use. “Admin Read & Write” also creates and deletes buckets, which the app can do without. Give it no end date, or one that you will remember.',
      action: 'Open API tokens in the dashboard',
    },
    'secret-lost': {
      question: 'I made a token, but cannot find its secret',
      answer:
        'Cloudflare shows the Secret Access Key once, right after the token was made, and never again. Make a new token, and delete the old one.',
      action: 'Open API tokens in the dashboard',
    },
    'see-tokens': {
      question: 'How do I see the tokens that I have?',
      answer:
        'The dashboard lists them with their permissions and buckets, but never their secrets. The app keeps its own secret encrypted, and does not show it either.',
      action: 'Open API tokens in the dashboard',
    },
    endpoint: {
      question: 'Where is my account ID, and what is the endpoint?',
      answer:
        'The account ID stands on the right of the R2 overview, and in the address of the R2 page, once it is open. The endpoint is made from it: https://ACCOUNT-ID.r2.cloudflarestorage.com (for a bucket in a jurisdiction ACCOUNT-ID.eu.…, .us or .fedramp). The app derives one from the other; it is for programs, and never a link for people.',
      action: 'Show the account of this connection',
    },
    works: {
      question: 'Does my connection really work?',
      answer:
        'The connection check lists, writes, reads and deletes a small file, opens it by its public address, and says for each what is wrong and what helps.',
      action: 'Check this connection',
    },
    link: {
      question: 'I uploaded a file, but its link does not open',
      answer:
        'Mostly the public domain is missing, is the S3 endpoint, or the bucket is not public. The app tries the link step by step and finds which it is. It looks into the selected file, or else into the newest.',
      action: 'Find out why',
    },
    public: {
      question: 'How do people see my files?',
      answer:
        'By a public domain: the bucket’s r2.dev address (slower, for trying out) or a domain of your own, both under the bucket’s settings in the dashboard. Without one, links are signed and end after a week at most.',
      action: 'Show the public domains',
    },
    website: {
      question: 'My website cannot load the files',
      answer:
        'A page that reads files by script needs the bucket’s permission, called CORS. Enter the address of your website, and the app sets the rule; where your keys may not, it writes it for you to paste in the dashboard.',
      action: 'Let a website in',
    },
    interrupted: {
      question: 'The app was closed in the middle of an upload',
      answer:
        'Nothing is lost. Open the app again and it goes on where it was, and checks at the end that what arrived is what you sent.',
      action: 'Show the transfers',
    },
    generated: {
      question: 'Where do generated pictures go?',
      answer:
        'Into your bucket by themselves, into the folder that stands above the Generate button. The library keeps prompt, seed and model; whether the file holds them too stands beside it. If the upload fails, the picture is kept on this computer, and trying again costs nothing.',
      action: 'Open Generate',
    },
    rotate: {
      question: 'How often should I change the keys?',
      answer:
        'Every three to six months, and at once if anybody may have seen them. The app tries the new keys in full before it lets go of the old ones.',
      action: 'Replace the keys',
    },
    backend: {
      question: 'How does my backend use the same bucket?',
      answer:
        'Under Settings, Connections, a connection is exported as .env, rclone.conf or AWS profile. The file holds your keys: keep it out of Git (.gitignore), and give a server keys of its own.',
      action: 'Open Settings',
    },
    cost: {
      question: 'What does it cost?',
      answer:
        'Ten gigabytes, the first million writes and lists, and ten million reads of a month are free in Standard storage; beyond that R2 bills storage and operations, and never traffic. Usage shows what this month comes to.',
      action: 'Open Usage',
    },
    'no-account': {
      question: 'Can I try it without an account?',
      answer:
        'Yes. The sandbox bucket lies on this computer and behaves like R2, links and all, but only for this computer. You can connect a real bucket beside it at any time.',
      action: 'Add a connection',
    },
  },
  tips: {
    label: 'Tips',
    count: 'Tip {{number}} of {{total}}',
    drop: {
      title: 'Drop anything, anywhere',
      text: 'Files, folders and copied pictures go into the folder on show.',
    },
    link: {
      title: 'A link is one shortcut away',
      text: 'Select a file and press {{keys}}. It was tried before you get it.',
    },
    palette: {
      title: 'All else by a few letters',
      text: '{{keys}} goes everywhere and does everything. {{help}} shows the keys.',
    },
    next: 'Next',
    done: 'Got it',
    dismiss: 'Hide the tips',
  },
};
