import { common, createLowlight } from 'lowlight';
import { type ReactNode, useMemo } from 'react';
import classes from './Code.module.css';

const lowlight = createLowlight(common);

type CodeNode = ReturnType<typeof lowlight.highlight>['children'][number];

interface CodeTextProps {
  readonly text: string;
  /** One of highlight.js's names; what it does not know stays as it is. */
  readonly language: string;
}

/** Code with its words coloured, as elements of the page: nothing of it is ever taken for HTML. */
export function CodeText({ text, language }: CodeTextProps) {
  const coloured = useMemo(
    () => (lowlight.registered(language) ? drawn(lowlight.highlight(language, text).children) : text),
    [text, language],
  );
  return <code className={classes['code']}>{coloured}</code>;
}

function drawn(nodes: readonly CodeNode[]): ReactNode {
  return nodes.map((node, index) => {
    if (node.type === 'text') return node.value;
    if (node.type !== 'element') return null;
    const names = node.properties['className'];
    return (
      <span key={index} className={Array.isArray(names) ? names.join(' ') : undefined}>
        {drawn(node.children)}
      </span>
    );
  });
}
