// Answers questions about tiles, one JSON line each. Arguments: folder of columns, number of reports.
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {join} from 'node:path';
import {fromGeojsonVt} from '@maplibre/vt-pbf';
import Supercluster from 'supercluster';

const [folder, names] = [process.argv[2], JSON.parse(process.argv[3])];
const EXTENT = 4096;
const BITS = 31;

function column(name, Kind) {
    const bytes = readFileSync(join(folder, name));
    return new Kind(bytes.buffer, bytes.byteOffset, bytes.byteLength / Kind.BYTES_PER_ELEMENT);
}

const lon = column('lon', Float64Array), lat = column('lat', Float64Array);
const x = column('x', Int32Array), y = column('y', Int32Array);
const category = column('category', Uint8Array), status = column('status', Uint8Array);
const changed = column('changed', Uint16Array);
const ids = readFileSync(join(folder, 'id'));

// Signs stand as near to each other as the sixteen cells of a kmzb tile allow.
const index = new Supercluster({
    extent: EXTENT,
    radius: EXTENT / 16,
    map: properties => ({[properties.status]: 1}),
    reduce: (sum, more) => { for (const code in more) sum[code] = (sum[code] || 0) + more[code]; },
});

const begun = performance.now();
const points = new Array(lon.length);
for (let i = 0; i < points.length; i++) {
    const properties = {
        id: ids.latin1Slice(16 * i, 16 * i + 16),
        category: names.categories[category[i]],
        status: names.statuses[status[i]],
        changed: changed[i],
        row: i,
    };
    points[i] = {type: 'Feature', geometry: {type: 'Point', coordinates: [lon[i], lat[i]]}, properties};
}
index.load(points);
points.length = 0;
const built = performance.now() - begun;
warmUp();
say({build_s: built / 1000, bytes: process.memoryUsage().rss});

// V8 compiles what it has seen often: a server that has run for a while has, so this one is given that time first.
function warmUp() {
    const until = performance.now() + 3000;
    for (let i = 0; performance.now() < until; i++) {
        const row = (i * 2654435761 >>> 0) % x.length, z = 3 + i % 13;
        made(z, x[row] >>> (BITS - z), y[row] >>> (BITS - z));
    }
}

function made(z, x, y) {
    const tile = index.getTile(z, x, y);
    return tile ? fromGeojsonVt({marks: tile}, {version: 2, extent: EXTENT}) : new Uint8Array();
}

// A cluster near an edge may have members on either side of it, so the reports that lie in the tile are counted one by
// one, among the members of every cluster in it and around it.
function counted(z, tx, ty) {
    const shift = BITS - z;
    const around = z < 2 ? [-180, -85, 180, 85] : [lonOf(tx - 1, z), latOf(ty + 2, z), lonOf(tx + 2, z), latOf(ty - 1, z)];
    let total = 0;
    const count = row => { total += (x[row] >>> shift) === tx && (y[row] >>> shift) === ty ? 1 : 0; };
    for (const sign of index.getClusters(around, z)) {
        if (!sign.properties.cluster) count(sign.properties.row);
        else for (const leaf of index.getLeaves(sign.properties.cluster_id, Infinity)) count(leaf.properties.row);
    }
    return total;
}

function lonOf(column, z) { return Math.max(-180, Math.min(180, column / 2 ** z * 360 - 180)); }
function latOf(row, z) { return Math.atan(Math.sinh(Math.PI * (1 - 2 * row / 2 ** z))) * 180 / Math.PI; }

function timed([z, x, y], repeats) {
    const ms = [];
    for (let i = 0; i < repeats; i++) {
        const begun = performance.now();
        made(z, x, y);
        ms.push(performance.now() - begun);
    }
    return ms;
}

function say(answer) { process.stdout.write(`${JSON.stringify(answer)}\n`); }

for await (const line of createInterface({input: process.stdin})) {
    const question = JSON.parse(line);
    if (question.repeats) say({ms: timed(question.zxy, question.repeats)});
    else say({bytes: made(...question.zxy).length, total: counted(...question.zxy)});
}
