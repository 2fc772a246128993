/** The sign of Earshot: what is said, and how far it may carry. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" fill="none" aria-hidden="true">
      <circle cx="7" cy="12" r="2.5" fill="currentColor" />
      <path d="M11 6.5a7 7 0 0 1 0 11" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
      <path
        d="M15.5 3.5a12 12 0 0 1 0 17"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        opacity=".4"
      />
    </svg>
  );
}
