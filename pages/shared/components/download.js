// A button that saves a text as a file. The text is here already, or is asked for at the click and saved as it comes.

function save({ file, mime, text }) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type: `${mime};charset=utf-8` }))
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
