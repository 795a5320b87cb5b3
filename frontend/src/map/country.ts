export const POLAND: [number, number, number, number] = [14.12, 49.0, 24.15, 54.84];
