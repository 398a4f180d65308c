-- The first form of a portfolio: a GeoPackage that QGIS opens, and beside its tables the log of events.
-- Every row carries the record's canonical text (`body`); the other columns are projections of it for outside readers.

create table gpkg_spatial_ref_sys (
  srs_name TEXT not null,
  srs_id INTEGER not null primary key,
  organization TEXT not null,
  organization_coordsys_id INTEGER not null,
  definition TEXT not null,
  description TEXT
);

create table gpkg_contents (
  table_name TEXT not null primary key,
  data_type TEXT not null,
  identifier TEXT unique,
  description TEXT default '',
  last_change DATETIME not null default (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id)
);

create table gpkg_geometry_columns (
  table_name TEXT not null,
  column_name TEXT not null,
  geometry_type_name TEXT not null,
  srs_id INTEGER not null,
  z TINYINT not null,
  m TINYINT not null,
  constraint pk_geom_cols primary key (table_name, column_name),
  constraint uk_gc_table_name unique (table_name),
  constraint fk_gc_tn foreign key (table_name) references gpkg_contents (table_name),
  constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id)
);

insert into gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition, description) values
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid'),
  ('JGD2011', 6668, 'EPSG', 6668, 'GEOGCS["JGD2011",DATUM["Japanese_Geodetic_Datum_2011",SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","1128"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","6668"]]', 'Japanese Geodetic Datum 2011');

create table facilities (
  fid INTEGER primary key autoincrement not null,
  geom POINT,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  name TEXT,
  class TEXT,
  ward_code TEXT,
  address TEXT,
  bureau TEXT,
  floor_area_hundredths INTEGER,
  built_fy INTEGER,
  position_accuracy TEXT,
  provenance TEXT,
  body TEXT not null
);

create table buildings (
  fid INTEGER primary key autoincrement not null,
  geom GEOMETRY,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  name TEXT,
  structure TEXT,
  floor_area_hundredths INTEGER,
  built_fy INTEGER,
  seismic TEXT,
  provenance TEXT,
  body TEXT not null
);

create table parcels (
  fid INTEGER primary key autoincrement not null,
  geom GEOMETRY,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  number TEXT,
  name TEXT,
  ward_code TEXT,
  town TEXT,
  lot_text TEXT,
  area_hundredths INTEGER,
  bureau TEXT,
  policy TEXT,
  criterion INTEGER,
  outlook TEXT,
  lending TEXT,
  in_city BOOLEAN,
  position_accuracy TEXT,
  provenance TEXT,
  body TEXT not null
);

create table lots (
  fid INTEGER primary key autoincrement not null,
  geom GEOMETRY,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  number TEXT,
  town TEXT,
  registered_area_hundredths INTEGER,
  body TEXT not null
);

create table links (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  role TEXT,
  from_id TEXT,
  to_id TEXT,
  area_hundredths INTEGER,
  body TEXT not null
);

create table usage_years (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  facility_id TEXT,
  fiscal_year INTEGER,
  body TEXT not null
);

create table finance_years (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  facility_id TEXT,
  fiscal_year INTEGER,
  body TEXT not null
);

create table conditions (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  of_id TEXT,
  component TEXT,
  grade TEXT,
  body TEXT not null
);

create table works (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  of_id TEXT,
  title TEXT,
  cost_yen INTEGER,
  body TEXT not null
);

create table ledger_assets (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  name TEXT,
  of_id TEXT,
  acquisition_cost_yen INTEGER,
  book_value_yen INTEGER,
  body TEXT not null
);

create table wards (
  fid INTEGER primary key autoincrement not null,
  geom GEOMETRY,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  code TEXT,
  name TEXT,
  schematic BOOLEAN,
  body TEXT not null
);

create table populations (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  area_code TEXT,
  as_of TEXT,
  total INTEGER,
  body TEXT not null
);

create table mesh_cells (
  fid INTEGER primary key autoincrement not null,
  geom GEOMETRY,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  code TEXT,
  body TEXT not null
);

create table layers (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  name TEXT,
  title TEXT,
  internal BOOLEAN,
  body TEXT not null
);

create table layer_features (
  fid INTEGER primary key autoincrement not null,
  geom GEOMETRY,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  layer_id TEXT,
  properties TEXT,
  body TEXT not null
);

insert into gpkg_contents (table_name, data_type, identifier, description, srs_id) values
  ('facilities', 'features', 'facilities', '施設', 6668),
  ('buildings', 'features', 'buildings', '棟', 6668),
  ('parcels', 'features', 'parcels', '未利用地', 6668),
  ('lots', 'features', 'lots', '筆', 6668),
  ('links', 'attributes', 'links', '施設・棟・土地・筆の関係', null),
  ('usage_years', 'attributes', 'usage_years', '利用実績', null),
  ('finance_years', 'attributes', 'finance_years', '収支', null),
  ('conditions', 'attributes', 'conditions', '劣化度', null),
  ('works', 'attributes', 'works', '工事履歴', null),
  ('ledger_assets', 'attributes', 'ledger_assets', '固定資産台帳', null),
  ('wards', 'features', 'wards', '行政区', 6668),
  ('populations', 'attributes', 'populations', '人口', null),
  ('mesh_cells', 'features', 'mesh_cells', '人口メッシュ', 6668),
  ('layers', 'attributes', 'layers', '参照レイヤ', null),
  ('layer_features', 'features', 'layer_features', '参照レイヤの地物', 6668);

insert into gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) values
  ('facilities', 'geom', 'POINT', 6668, 0, 0),
  ('buildings', 'geom', 'GEOMETRY', 6668, 0, 0),
  ('parcels', 'geom', 'GEOMETRY', 6668, 0, 0),
  ('lots', 'geom', 'GEOMETRY', 6668, 0, 0),
  ('wards', 'geom', 'GEOMETRY', 6668, 0, 0),
  ('mesh_cells', 'geom', 'GEOMETRY', 6668, 0, 0),
  ('layer_features', 'geom', 'GEOMETRY', 6668, 0, 0);

-- The log. Nothing is ever changed or removed here: time travel, catch-up and the hash chain stand on it.
create table koyu_commits (
  version INTEGER primary key not null,
  id TEXT not null unique,
  actor TEXT not null,
  time TEXT not null,
  reason TEXT not null,
  data_date TEXT,
  batch TEXT,
  event_count INTEGER not null,
  header BLOB not null,
  hash BLOB not null
);

create table koyu_events (
  seq INTEGER primary key not null,
  version INTEGER not null references koyu_commits (version),
  kind TEXT not null,
  fid INTEGER not null,
  revision INTEGER not null,
  before BLOB,
  after BLOB,
  hash BLOB not null
);

create index koyu_events_of_record on koyu_events (kind, fid, version);
create index koyu_events_of_commit on koyu_events (version);

create table koyu_migrations (
  number INTEGER primary key not null,
  name TEXT not null,
  sha256 TEXT not null
);
