import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { useId } from 'react';
import style from './field.module.css';

export interface FieldWords {
  label: string;
  /** Under the label, before somebody types: what is wanted and why. */
  hint?: ReactNode;
  /** What is wrong and how to mend it; undefined: nothing is. */
  wrong?: string | undefined;
  /** Hides the label from eyes only, where the place says what it is. */
  labelUnseen?: boolean | undefined;
}

type Plain<T> = Omit<T, 'id' | 'className'>;

/** One line of text; `type` as in HTML (text, password, date, email, tel). */
export function TextField({
  label,
  hint,
  wrong,
  labelUnseen,
  ...input
}: FieldWords & Plain<InputHTMLAttributes<HTMLInputElement>>) {
  const field = useField({ label, hint, wrong, labelUnseen });
  return field.around(<input {...input} {...field.wiring} className={style.input} />);
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  wrong,
  labelUnseen,
  ...input
}: FieldWords & Plain<TextareaHTMLAttributes<HTMLTextAreaElement>>) {
  const field = useField({ label, hint, wrong, labelUnseen });
  return field.around(<textarea rows={4} {...input} {...field.wiring} className={style.input} />);
}

/**
 * One of a list; children are `<option>`s. The browser's own, because every phone and screen reader knows it.
 */
export function SelectField({
  label,
  hint,
  wrong,
  labelUnseen,
  ...input
}: FieldWords & Plain<SelectHTMLAttributes<HTMLSelectElement>>) {
  const field = useField({ label, hint, wrong, labelUnseen });
  return field.around(<select {...input} {...field.wiring} className={style.input} />);
}

/** A yes or no. */
export function CheckField({
  label,
  hint,
  ...input
}: FieldWords & Plain<InputHTMLAttributes<HTMLInputElement>>) {
  const id = useId();
  return (
    <div className={style.check}>
      <input {...input} id={id} type="checkbox" aria-describedby={hint ? `${id}-hint` : undefined} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className={style.hint}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

export interface ChoiceOption<V extends string> {
  value: V;
  says: string;
  /** A few more words below. */
  more?: string;
  icon?: ReactNode;
}

/** One of a few, all in sight. Arrow keys move, as in every group of radio buttons. */
export function ChoiceField<V extends string>(props: {
  label: string;
  hint?: ReactNode;
  options: readonly ChoiceOption<V>[];
  value: V | undefined;
  onChoose: (value: V) => void;
  /**
   * `chips` side by side; `rows` below each other and `cards` in two columns, for options that need
   * explaining.
   */
  shape?: 'chips' | 'rows' | 'cards';
}) {
  const name = useId();
  return (
    <fieldset className={style.choice}>
      <legend className={style.label}>{props.label}</legend>
      {props.hint && <p className={style.hint}>{props.hint}</p>}
      <div className={style.options} data-shape={props.shape ?? 'chips'}>
        {props.options.map(({ value, says, more, icon }) => (
          <label key={value} className={style.option}>
            <input
              type="radio"
              name={name}
              checked={props.value === value}
              onChange={() => props.onChoose(value)}
            />
            {icon}
            <span>
              {says}
              {more && <small>{more}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function useField({ label, hint, wrong, labelUnseen }: FieldWords) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : '', wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ');
  return {
    wiring: { id, 'aria-invalid': wrong ? true : undefined, 'aria-describedby': describedBy || undefined },
    around: (control: ReactNode) => (
      <div className={style.field}>
        <label htmlFor={id} className={labelUnseen ? 'unseen' : style.label}>
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className={style.hint}>
            {hint}
          </p>
        )}
        {control}
        {wrong && (
          <p id={`${id}-wrong`} className={style.wrong}>
            {wrong}
          </p>
        )}
      </div>
    ),
  };
}
