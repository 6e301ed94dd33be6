import { t } from "../lib/i18n";
import { Button } from "../ui/button";
import { basket, choose } from "./sale";

/** How many tickets: to be typed, or counted up and down by big buttons. */
export function Quantity({ max }: { readonly max: number }) {
  const texts = t().event;
  const { quantity } = basket.value;
  const step = (by: number) => choose({ quantity: Math.min(max, Math.max(1, (quantity || 1) + by)) });
  return (
    <div class="field quantity">
      <label for="quantity">{texts.quantity}</label>
      <div class="stepper">
        <Button quiet aria-label={texts.fewer} disabled={quantity <= 1} onClick={() => step(-1)}>−</Button>
        <input
          id="quantity"
          type="number"
          inputMode="numeric"
          min={1}
          max={max}
          required
          value={Number.isNaN(quantity) ? "" : quantity}
          onInput={({ currentTarget }) => choose({ quantity: currentTarget.valueAsNumber })}
        />
        <Button quiet aria-label={texts.more} disabled={quantity >= max} onClick={() => step(1)}>+</Button>
      </div>
    </div>
  );
}
