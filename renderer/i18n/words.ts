/**
 * The shape that another language owes to English: the same keys, of the same depth. Chinese knows no grammatical number, so a
 * `…_one` beside its `…_other` is English's own affair.
 */
export type Translation<Source> = {
  [K in keyof Source as K extends `${string}_one` ? never : K]: Source[K] extends string
    ? string
    : Translation<Source[K]>;
};
