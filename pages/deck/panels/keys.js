// Escape presses the button that leads back; the focus follows the button of the panel that was put up or back.

const OPEN = "[data-testid=stPopoverBody], [role=dialog], [role=listbox]" // what Escape closes first

let alone // the key of the panel that stands alone, null where all are there

const button = key => document.querySelector(`.st-key-alone_${key} button`)

window.addEventListener("keydown", event => {
  if (event.key === "Escape" && alone && !event.defaultPrevented && !document.querySelector(OPEN)) button(alone)?.click()
})

export default function ({ data }) {
  const moved = alone !== undefined && alone !== data.alone && (data.alone ?? alone)
  alone = data.alone
  // The button is another one now, and Streamlit draws it after this.
  if (moved) setTimeout(() => button(moved)?.focus(), 100)
}
