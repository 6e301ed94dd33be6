import { render, type ComponentType } from "preact";

/** Starts a page's script: what stands in the body's #page is taken over by the component. */
export function mount(Page: ComponentType): void {
  render(<Page />, document.getElementById("page")!);
}
