// Browser storage that may be missing or full (a private window): then a page's own memory has to do.
class Box {
  constructor(name) {
    this.spare = new Map();
    try { this.real = window[name]; } catch { this.real = null; }
  }

  get(key) {
    if (this.spare.has(key)) return this.spare.get(key);
    try { return this.real?.getItem(key) ?? null; } catch { return null; }
  }

  set(key, value) {
    try {
      this.real.setItem(key, value);
      this.spare.delete(key);
    } catch { this.spare.set(key, value); }
  }

  remove(key) {
    this.spare.delete(key);
    try { this.real?.removeItem(key); } catch { /* there is nothing to remove */ }
  }

  keys(prefix) {
    const found = new Set(this.spare.keys());
    try { for (let n = 0; n < this.real.length; n += 1) found.add(this.real.key(n)); } catch { /* memory only */ }
    return [...found].filter((key) => key.startsWith(prefix));
  }
}

export const kept = new Box("localStorage");
export const tab = new Box("sessionStorage");
