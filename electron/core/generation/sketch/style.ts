export const SKETCH_STYLES = ['Dunes', 'Flow field', 'Orbits', 'Bokeh', 'Aurora', 'Paper'] as const;
export type SketchStyle = (typeof SKETCH_STYLES)[number];
