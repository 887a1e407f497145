import type { AssetRow } from '../../../shared/library';
import type { TextLine } from '../../../shared/page-text';
import { ask } from '../../bridge';
import { useAnswer } from '../../ui/use-answer';
import { useLibrary } from '../library-model';
import classes from './Pdf.module.css';

interface PageTextLayerProps {
  readonly row: AssetRow;
  readonly number: number;
}

/** The text of a page over its picture, unseen, so that it can be selected and copied. Where it cannot be had, nothing. */
export function PageTextLayer({ row, number }: PageTextLayerProps) {
  const { view } = useLibrary();
  const { connectionId } = view;
  const { assetId } = row;
  const name = `text/${assetId}/${row.version}/${number}`;
  const answer = useAnswer(name, () => ask('library.pageText', { connectionId, assetId, page: number }), 200);
  if (answer.kind !== 'ready') return null;
  const { width, height, lines } = answer.value;
  return (
    <svg className={classes['text']} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" data-selectable>
      {lines.map((line, index) => (
        <Line key={index} line={line} />
      ))}
    </svg>
  );
}

/** Each piece is as long as it is in the picture, whatever the letters of this font would take. */
function Line({ line: { angle, spans } }: { readonly line: TextLine }) {
  return (
    <text transform={angle === 0 ? undefined : `rotate(${angle})`}>
      {spans.map(({ text, x, y, width, size }, index) => (
        <tspan
          key={index}
          x={x}
          y={y}
          fontSize={size}
          textLength={width > 0 ? width : undefined}
          lengthAdjust="spacingAndGlyphs"
        >
          {text}
        </tspan>
      ))}
    </text>
  );
}
