import { Button, Code } from '@mantine/core';
import { IconMoodConfuzed } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState';

interface ErrorBoundaryProps {
  /** A new value gives the children another chance: the name of the screen. */
  readonly part: string;
  /** What stands there where the children failed; else a notice that they did. */
  readonly instead?: ReactNode;
  readonly children: ReactNode;
}

type ErrorBoundaryState =
  { readonly kind: 'fine' } | { readonly kind: 'failed'; readonly message: string; readonly part: string };

/** Catches a bug in the rendering of one part, so that the rest of the window stays usable. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { kind: 'fine' };

  override componentDidCatch(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.setState({ kind: 'failed', message, part: this.props.part });
  }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error), part: '' };
  }

  override componentDidUpdate(previous: ErrorBoundaryProps): void {
    if (previous.part !== this.props.part && this.state.kind === 'failed') this.setState({ kind: 'fine' });
  }

  override render(): ReactNode {
    if (this.state.kind === 'fine') return this.props.children;
    if (this.props.instead !== undefined) return this.props.instead;
    return <Stumble message={this.state.message} again={() => this.setState({ kind: 'fine' })} />;
  }
}

function Stumble({ message, again }: { readonly message: string; readonly again: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      tone="bad"
      icon={<IconMoodConfuzed size={38} stroke={1.5} />}
      title={t('crash.title')}
      help={t('crash.help')}
    >
      <Button onClick={again}>{t('crash.again')}</Button>
      <Button variant="default" onClick={() => window.location.reload()}>
        {t('crash.reload')}
      </Button>
      <Code block w="100%" maw={640} mah={180} ta="left" style={{ overflow: 'auto' }} data-selectable>
        {message}
      </Code>
    </EmptyState>
  );
}
