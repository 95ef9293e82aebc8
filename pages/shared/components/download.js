// A button that saves a text, or bytes in base64, as a file. It is here already, or is asked for at the click and saved
// as it comes.

function save({ file, mime, text, is_base64 }) {
  const link = document.createElement("a")
  const blob = is_base64
    ? new Blob([Uint8Array.from(atob(text), letter => letter.charCodeAt(0))], { type: mime })
    : new Blob([text], { type: `${mime};charset=utf-8` })
  link.href = URL.createObjectURL(blob)
  link.download = file
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export default function ({ parentElement, data, setTriggerValue }) {
  let button = parentElement.querySelector(".take-away")
  if (!button) {
    button = document.createElement("button")
    button.className = "take-away"
    const icon = document.createElement("span")
    icon.setAttribute("aria-hidden", "true")
    icon.translate = false
    icon.textContent = "download"
    button.append(icon, document.createTextNode(""))
    parentElement.append(button)
  }
  button.lastChild.textContent = data.label
  button.title = data.help
  button.disabled = data.disabled
  button.onclick = () => {
    button.asked = data.text === null
    if (button.asked) setTriggerValue("asked", true)
    else save(data)
  }
  if (button.asked && data.text !== null) {
    button.asked = false
    save(data)
  }
}
