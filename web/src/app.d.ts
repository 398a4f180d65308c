/// <reference types="svelte" />
/// <reference types="vite/client" />

declare module 'virtual:font-faces' {
  const faces: { url: string; 'unicode-range': string[] }[];
  export default faces;
}

interface Window {
  /** The map on the page, for tests and for whoever looks in the console. */
  koyuMap?: import('maplibre-gl').Map;
}
