-- The rows of each holder on each proposal, ready to be put into words; apart from its line because tables ask for lines alone.
CREATE TABLE tabulated (
  actor TEXT NOT NULL, proposal TEXT NOT NULL, rows BLOB NOT NULL,
  PRIMARY KEY (actor, proposal)
) WITHOUT ROWID;
