import { NumberInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';

interface WholeNumberInputProps {
  readonly label: string;
  readonly description?: ReactNode;
  readonly suffix?: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  /** What an empty field stands for. */
  readonly usual: number;
  readonly choose: (value: number) => void;
}

/** A whole number. One that is emptied to type another into stays empty as long as it has the focus. */
export function WholeNumberInput({ value, usual, choose, ...rest }: WholeNumberInputProps) {
  const [isEmptied, setEmptied] = useState(false);
  return (
    <NumberInput
      {...rest}
      labelProps={{ mb: 4 }}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      clampBehavior="strict"
      allowDecimal={false}
      value={isEmptied ? '' : value}
      onChange={(typed) => {
        setEmptied(typed === '');
        choose(typeof typed === 'number' && typed >= rest.min ? typed : usual);
      }}
      onBlur={() => setEmptied(false)}
    />
  );
}
