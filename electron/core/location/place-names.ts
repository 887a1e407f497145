/** Names of metadata that are a place and nothing else, in small letters. */
const PLACES = new Set([
  'city',
  'country',
  'countrycode',
  'countryname',
  'geohash',
  'location',
  'locationcreated',
  'locationid',
  'locationname',
  'locationshown',
  'provincestate',
  'state',
  'sublocation',
  'worldregion',
]);

/** DJI writes `GpsLongtitude`. */
const COORDINATES = /gps|latitude|longt?itude/i;

/** Whether a property of this name, without its prefix, tells a place (XMP of Adobe's exif, of IPTC, of cameras and drones). */
export function isPlaceName(name: string): boolean {
  return COORDINATES.test(name) || PLACES.has(name.toLowerCase());
}

/** Whether a dotted or spaced key tells a place: `com.apple.quicktime.location.ISO6709`, `exif:GPSLatitude`. */
export function isPlaceKey(key: string): boolean {
  return COORDINATES.test(key) || key.split(/[^A-Za-z0-9]+/).some((word) => word.toLowerCase() === 'location');
}
