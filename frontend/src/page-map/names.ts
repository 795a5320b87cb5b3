import { distanceBetween } from "../numbers";

interface Town {
  name: string;
  rank: number;
  pop: number;
  lonLat: [number, number];
}

/** Names groups of marks by the town that stands nearest, larger towns reaching farther. */
export class TownNames {
  private towns: Town[] = [];

  async load(url: string): Promise<void> {
    const response = await fetch(url, { credentials: "omit" });
    if (response.ok) this.read((await response.json()) as GeoJSON.FeatureCollection<GeoJSON.Point>);
  }

  read(collection: GeoJSON.FeatureCollection<GeoJSON.Point>): void {
    this.towns = collection.features.map(({ geometry, properties }) => ({
      name: String(properties?.["name"] ?? ""),
      rank: Number(properties?.["rank"] ?? 4),
      pop: Number(properties?.["pop"] ?? 0),
      lonLat: geometry.coordinates as [number, number],
    }));
  }

  /** The town for a group of that radius in metres; empty when no towns are known. */
  near(lonLat: readonly [number, number], metres: number): string {
    let best = "";
    let least = Number.POSITIVE_INFINITY;
    for (const town of this.towns) {
      // Inside the ring the largest town speaks for it; outside, the nearest.
      const away = Math.max(0, distanceBetween(lonLat, town.lonLat) - metres);
      const weight = away + metres / (1 + Math.log10(Math.max(10, town.pop)));
      if (weight < least) [best, least] = [town.name, weight];
    }
    return best;
  }
}
