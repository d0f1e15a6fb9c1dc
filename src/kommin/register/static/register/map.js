// Makes maps nicer: tooltips, zoom, and arrow keys that move from area to area. Without it the map and its table work.

const STEP = 1.6
const DEEPEST = 12

class RegisterMap {
  constructor(figure) {
    this.figure = figure
    this.frame = figure.querySelector(".map__frame")
    this.svg = figure.querySelector("svg")
    this.areas = [...this.svg.querySelectorAll("a.map__area")]
    this.whole = this.svg.viewBox.baseVal
    this.whole = { x: this.whole.x, y: this.whole.y, width: this.whole.width, height: this.whole.height }
    this.view = { ...this.whole }
    this.tip = document.createElement("p")
    this.tip.className = "map__tip"
    this.tip.hidden = true
    this.tip.setAttribute("aria-hidden", "true")
    this.frame.append(this.tip)
    this.addZoom()
    this.svg.setAttribute("aria-label", `${this.svg.getAttribute("aria-label")}. ${figure.dataset.hint}`)
    this.makeCurrent(this.middle())
    this.svg.addEventListener("pointerover", event => this.tell(event.target.closest("a")))
    this.svg.addEventListener("pointerout", () => this.tell(this.areas.includes(document.activeElement) ? document.activeElement : null))
    this.svg.addEventListener("focusin", event => { this.makeCurrent(event.target.closest("a")); this.tell(event.target.closest("a")) })
    this.svg.addEventListener("focusout", () => this.tell(null))
    this.svg.addEventListener("keydown", event => this.key(event))
    this.drag()
  }

  middle() {
    return this.nearest({ x: this.whole.width / 2, y: this.whole.height / 2 }, () => true) ?? this.areas[0]
  }

  place(area) {
    return { x: Number(area.dataset.x), y: Number(area.dataset.y) }
  }

  nearest(from, allowed) {
    let best = null
    let distance = Infinity
    for (const area of this.areas) {
      const { x, y } = this.place(area)
      const dx = x - from.x
      const dy = y - from.y
      if (allowed(dx, dy) && Math.hypot(dx, dy) < distance) {
        best = area
        distance = Math.hypot(dx, dy)
      }
    }
    return best
  }

  makeCurrent(area) {
    if (!area) return
    this.current?.setAttribute("tabindex", "-1")
    this.current = area
    area.setAttribute("tabindex", "0")
  }

  key(event) {
    const directions = {
      ArrowRight: (dx, dy) => dx > 0 && Math.abs(dy) <= dx,
      ArrowLeft: (dx, dy) => dx < 0 && Math.abs(dy) <= -dx,
      ArrowDown: (dx, dy) => dy > 0 && Math.abs(dx) <= dy,
      ArrowUp: (dx, dy) => dy < 0 && Math.abs(dx) <= -dy,
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (directions[event.key]) {
      const next = this.nearest(this.place(this.current), directions[event.key])
      next?.focus()
      if (next) this.keepInView(next)
    } else if (event.key === "+") this.zoom(STEP)
    else if (event.key === "-") this.zoom(1 / STEP)
    else if (event.key === "0") this.reset()
    else if (event.key === "Escape") this.tell(null)
    else return
    event.preventDefault()
  }

  keepInView(area) {
    const { x, y } = this.place(area)
    const view = this.view
    if (x < view.x || x > view.x + view.width || y < view.y || y > view.y + view.height) {
      this.show(x - view.width / 2, y - view.height / 2, view.width)
    }
  }

  tell(area) {
    this.tip.hidden = !area
    if (!area) return
    this.tip.textContent = area.getAttribute("aria-label")
    const frame = this.frame.getBoundingClientRect()
    const box = area.getBoundingClientRect()
    const left = box.left + box.width / 2 - frame.left - this.tip.offsetWidth / 2
    const above = box.top - frame.top - this.tip.offsetHeight - 6
    this.tip.style.left = `${Math.max(0, Math.min(left, frame.width - this.tip.offsetWidth))}px`
    this.tip.style.top = `${above < 0 ? box.bottom - frame.top + 6 : above}px`
  }

  addZoom() {
    const zoom = document.createElement("div")
    zoom.className = "map__zoom"
    const button = (sign, label, act) => {
      const made = document.createElement("button")
      made.type = "button"
      made.textContent = sign
      made.title = label
      made.setAttribute("aria-label", label)
      made.addEventListener("click", act)
      zoom.append(made)
      return made
    }
    button("+", this.figure.dataset.zoomIn, () => this.zoom(STEP))
    this.out = button("−", this.figure.dataset.zoomOut, () => this.zoom(1 / STEP))
    this.all = button("⤢", this.figure.dataset.zoomReset, () => this.reset())
    this.out.disabled = this.all.disabled = true
    this.frame.append(zoom)
  }

  zoom(factor) {
    const width = Math.min(this.whole.width, Math.max(this.whole.width / DEEPEST, this.view.width / factor))
    const ratio = this.whole.height / this.whole.width
    const focused = this.areas.includes(document.activeElement) ? this.place(document.activeElement) : null
    const x = focused?.x ?? this.view.x + this.view.width / 2
    const y = focused?.y ?? this.view.y + this.view.height / 2
    this.show(x - width / 2, y - (width * ratio) / 2, width)
  }

  reset() {
    this.show(0, 0, this.whole.width)
  }

  show(x, y, width) {
    const height = width * (this.whole.height / this.whole.width)
    const within = (value, size, all) => Math.max(0, Math.min(value, all - size))
    this.view = { x: within(x, width, this.whole.width), y: within(y, height, this.whole.height), width, height }
    this.svg.setAttribute("viewBox", `${this.view.x} ${this.view.y} ${width} ${height}`)
    const zoomed = width < this.whole.width
    this.figure.classList.toggle("map--zoomed", zoomed)
    this.out.disabled = this.all.disabled = !zoomed
    this.tell(this.areas.includes(document.activeElement) ? document.activeElement : null)
  }

  drag() {
    let from = null
    let moved = false
    this.svg.addEventListener("pointerdown", event => {
      if (this.view.width >= this.whole.width || event.button !== 0) return
      from = { x: event.clientX, y: event.clientY, view: { ...this.view } }
      moved = false
    })
    this.svg.addEventListener("pointermove", event => {
      if (!from) return
      const scale = this.view.width / this.svg.getBoundingClientRect().width
      const dx = event.clientX - from.x
      const dy = event.clientY - from.y
      moved ||= Math.hypot(dx, dy) > 5
      if (moved) this.show(from.view.x - dx * scale, from.view.y - dy * scale, from.view.width)
    })
    addEventListener("pointerup", () => { from = null })
    this.svg.addEventListener("dragstart", event => event.preventDefault())
    this.svg.addEventListener("click", event => { if (moved) event.preventDefault(); moved = false }, true)
  }
}

for (const figure of document.querySelectorAll("[data-map]")) new RegisterMap(figure)
