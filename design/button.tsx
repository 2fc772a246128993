import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import style from './button.module.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` is the loudest thing of a screen: one of them. */
  look?: 'primary' | 'plain' | 'quiet' | 'harm';
  size?: 'small' | 'normal' | 'large';
  icon?: ReactNode;
  /** Shown as working and not to be pressed again. */
  busy?: boolean;
  /** Takes the whole width. */
  wide?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with words. With an icon alone use IconButton, so that it has a name. */
export function Button({
  look = 'plain',
  size = 'normal',
  icon,
  busy,
  wide,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={style.button}
      data-look={look}
      data-size={size}
      data-wide={wide}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled']}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {icon && <span className={style.icon}>{icon}</span>}
      <span>{children}</span>
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** What it does, for screen readers and as a tip. */
  says: string;
  icon: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** A square button of an icon; 32 px, so that a thumb finds it. */
export function IconButton({ says, icon, ...rest }: IconButtonProps) {
  return (
    <button type="button" title={says} aria-label={says} {...rest} className={style.square}>
      {icon}
    </button>
  );
}

/** The class of links that look like buttons: `<Link className={buttonClass} data-look="primary">`. */
export const buttonClass = style.button;
