import type { IControl } from 'maplibre-gl';

const SVG = 'http://www.w3.org/2000/svg';

/** Back to the whole city. */
export class HomeControl implements IControl {
  #group: HTMLElement | null = null;

  constructor(
    private readonly label: string,
    private readonly go: () => void,
  ) {}

  onAdd(): HTMLElement {
    const group = document.createElement('div');
    group.className = 'maplibregl-ctrl maplibregl-ctrl-group';
    const button = document.createElement('button');
    button.type = 'button';
    button.title = this.label;
    button.setAttribute('aria-label', this.label);
    button.className = 'home-control';
    const icon = document.createElementNS(SVG, 'svg');
    icon.setAttribute('viewBox', '0 0 24 24');
    icon.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5');
    icon.append(path);
    button.append(icon);
    button.addEventListener('click', this.go);
    group.append(button);
    this.#group = group;
    return group;
  }

  onRemove(): void {
    this.#group?.remove();
    this.#group = null;
  }
}
