// Asks once more before something is given up for good. A dialog of the browser's, so that the
// keyboard stays in it, Escape says no, and the focus goes back to where it was.

import { useLayoutEffect, useRef } from "preact/hooks";

import { Button } from "../ui/button";

interface Props {
  readonly words: { readonly title: string; readonly detail: string; readonly yes: string; readonly no: string };
  readonly answered: (sure: boolean) => void;
}

export function SureDialog({ words, answered }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current!.showModal(), []);
  // Closed first, so that the browser gives the focus back.
  const answer = (sure: boolean) => {
    dialog.current!.close();
    answered(sure);
  };
  return (
    <dialog ref={dialog} class="sure" aria-labelledby="sure-title" aria-describedby="sure-detail"
      onCancel={(event) => { event.preventDefault(); answer(false); }}>
      <h2 id="sure-title">{words.title}</h2>
      <p id="sure-detail">{words.detail}</p>
      <div class="actions">
        <Button quiet autofocus onClick={() => answer(false)}>{words.no}</Button>
        <Button onClick={() => answer(true)}>{words.yes}</Button>
      </div>
    </dialog>
  );
}
