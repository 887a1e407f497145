import { useState } from 'react';
import type { CommandValue } from '../../shared/contract';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { type Answer, useAnswer } from '../ui/use-answer';

/** The newest past prompts that hold these words; asked again when one was added or forgotten. */
export function usePastPrompts(search: string, count: number): Answer<CommandValue<'generation.prompts'>> {
  const { tasks, pastPrompts } = useSlice('generation');
  const name = JSON.stringify([tasks[0]?.batchId, pastPrompts, search, count]);
  const answer = useAnswer(name, () => ask('generation.prompts', { search, count }));
  // What was read before stays on show while the next answer is on its way.
  const [last, setLast] = useState(answer);
  if (answer.kind !== 'waiting' && answer !== last) setLast(answer);
  return answer.kind === 'waiting' ? last : answer;
}
