-- What the statements of one holder on one proposal whose articles came out in one month fold into, and a digest of them word by word.
CREATE TABLE part (
  actor TEXT NOT NULL, proposal TEXT NOT NULL, month TEXT NOT NULL, digest INTEGER NOT NULL, fold BLOB NOT NULL,
  PRIMARY KEY (actor, proposal, month)
) WITHOUT ROWID;
-- Each holder on each proposal in one line, with what their statements amount to day by day.
CREATE TABLE pair (
  actor TEXT NOT NULL, proposal TEXT NOT NULL, actor_name TEXT NOT NULL, proposal_name TEXT NOT NULL, days BLOB NOT NULL,
  PRIMARY KEY (actor, proposal)
) WITHOUT ROWID;
-- Parts whose statements, or whose statements' copies, changed since they were folded. Kept by triggers, so that no way of changing
-- statements can forget it.
CREATE TABLE unfolded (
  actor TEXT NOT NULL, proposal TEXT NOT NULL, month TEXT NOT NULL,
  PRIMARY KEY (actor, proposal, month)
) WITHOUT ROWID;
CREATE TRIGGER statement_made AFTER INSERT ON statement BEGIN
  INSERT OR IGNORE INTO unfolded VALUES (new.actor, new.proposal, substr(new.published, 1, 7));
END;
CREATE TRIGGER statement_gone AFTER DELETE ON statement BEGIN
  INSERT OR IGNORE INTO unfolded VALUES (old.actor, old.proposal, substr(old.published, 1, 7));
END;
-- A copy counts for the statements of its paragraph, and of the one that this is a near copy of.
CREATE TRIGGER copy_made AFTER INSERT ON holder BEGIN
  INSERT OR IGNORE INTO unfolded
    SELECT s.actor, s.proposal, substr(s.published, 1, 7) FROM statement s
    WHERE s.fingerprint = new.fingerprint OR s.fingerprint = (SELECT root FROM node WHERE fingerprint = new.fingerprint);
END;
CREATE TRIGGER copy_gone AFTER DELETE ON holder BEGIN
  INSERT OR IGNORE INTO unfolded
    SELECT s.actor, s.proposal, substr(s.published, 1, 7) FROM statement s
    WHERE s.fingerprint = old.fingerprint OR s.fingerprint = (SELECT root FROM node WHERE fingerprint = old.fingerprint);
END;
CREATE TRIGGER near_made AFTER INSERT ON node WHEN new.root IS NOT NULL BEGIN
  INSERT OR IGNORE INTO unfolded
    SELECT s.actor, s.proposal, substr(s.published, 1, 7) FROM statement s WHERE s.fingerprint = new.root;
END;
CREATE TRIGGER near_moved AFTER UPDATE OF root ON node WHEN new.root IS NOT old.root BEGIN
  INSERT OR IGNORE INTO unfolded
    SELECT s.actor, s.proposal, substr(s.published, 1, 7) FROM statement s WHERE s.fingerprint IN (new.root, old.root);
END;
CREATE TRIGGER near_gone AFTER DELETE ON node WHEN old.root IS NOT NULL BEGIN
  INSERT OR IGNORE INTO unfolded
    SELECT s.actor, s.proposal, substr(s.published, 1, 7) FROM statement s WHERE s.fingerprint = old.root;
END;
