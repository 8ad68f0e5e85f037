CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- Every version of every article that was delivered. changed: when it was changed last, or came out. live: no other version of it counts more.
CREATE TABLE article (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  id_hash INTEGER NOT NULL,
  content BLOB NOT NULL,
  timestamp INTEGER,
  changed INTEGER,
  length INTEGER NOT NULL,
  outlet TEXT,
  day TEXT,
  live INTEGER NOT NULL,
  topic INTEGER NOT NULL
);
CREATE INDEX article_id ON article (id_hash);
CREATE INDEX article_dead ON article (number) WHERE NOT live;
-- Live articles on the topic: the article itself (JSON, zstd), which paragraphs repeat earlier ones of the same article, and which
-- were kept when it was last analysed (one byte a paragraph; null: not yet).
CREATE TABLE body (article INTEGER PRIMARY KEY, record BLOB NOT NULL, repeats BLOB NOT NULL, kept BLOB);
-- Live articles that have a paragraph of the topic's; paragraph is -1 for articles off the topic. edge: whether it stands there where
-- boilerplate does.
CREATE TABLE holder (
  fingerprint INTEGER, article INTEGER, paragraph INTEGER, edge INTEGER NOT NULL, PRIMARY KEY (fingerprint, article, paragraph)
) WITHOUT ROWID;
CREATE INDEX holder_article ON holder (article);
-- The article among them that came out first.
CREATE TABLE original (fingerprint INTEGER PRIMARY KEY, article INTEGER NOT NULL);
-- Of each original that stands in an article on the topic its place, its keys (eight bytes each), and where it is a near copy, of which
-- paragraph that was kept.
CREATE TABLE node (
  fingerprint INTEGER PRIMARY KEY, article INTEGER NOT NULL, paragraph INTEGER NOT NULL, day INTEGER NOT NULL, keys BLOB NOT NULL,
  root INTEGER, similarity REAL
);
CREATE INDEX node_root ON node (root) WHERE root IS NOT NULL;
-- What near copies are found by: paragraphs that share a key within the window of days are compared.
CREATE TABLE band (key INTEGER, day INTEGER, fingerprint INTEGER, PRIMARY KEY (key, day, fingerprint)) WITHOUT ROWID;
-- Paragraphs of which the later is a near copy of the earlier, each pair both ways.
CREATE TABLE link (one INTEGER, other INTEGER, similarity REAL NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
-- published: day on which the article came out, empty where it is not known.
CREATE TABLE statement (
  article INTEGER, place INTEGER, fingerprint INTEGER, actor TEXT NOT NULL, proposal TEXT NOT NULL, day TEXT, published TEXT NOT NULL,
  record BLOB NOT NULL, PRIMARY KEY (article, place)
) WITHOUT ROWID;
CREATE INDEX statement_pair ON statement (actor, proposal, day);
CREATE INDEX statement_actor ON statement (actor, published, proposal);
CREATE INDEX statement_proposal ON statement (proposal, published);
CREATE INDEX statement_published ON statement (published);
CREATE INDEX statement_fingerprint ON statement (fingerprint) WHERE fingerprint IS NOT NULL;
CREATE TABLE run (name TEXT PRIMARY KEY, level INTEGER NOT NULL) WITHOUT ROWID;
