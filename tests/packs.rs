//! `lexicon check` over packs in folders of the user's own.

use crate::command::{Desk, Ran, article};

const HEAD: &str = "kind = \"topic\"\nid = \"canal\"\nname = \"Canal\"\nlanguage = \"en\"\ncontext = [\"canal\"]\n";
const CATALOGUE: &str =
    "[[proposal]]\nid = \"widening\"\nname = \"Widening\"\nphrases = [\"wider canal\"]\n";
const ACTORS: &str =
    "[[actor]]\nid = \"norway\"\nname = \"Norway\"\nkind = \"country\"\ncountry = \"NOR\"\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("canal/pack.toml", HEAD)
        .file("canal/proposals.toml", CATALOGUE)
        .file("canal/actors/all.toml", ACTORS);
    desk
}

fn ran(desk: &Desk, arguments: &[&str]) -> Ran {
    let arguments = [&["lexicon"], arguments].concat();
    desk.told(&desk.command(&arguments).output().unwrap())
}

#[test]
fn the_packs_that_are_given_are_checked_and_no_others() {
    let desk = desk();
    let check = ["check", "--lexicons", "canal"];
    let sound = ran(&desk, &check);
    assert_eq!(sound.status, 0, "{}{}", sound.stdout, sound.stderr);
    assert!(
        sound.stdout.starts_with("canal: 0 errors, 0 warnings"),
        "{}",
        sound.stdout
    );
    assert_eq!(sound.stdout.lines().count(), 1);
    // The listings are of that topic too.
    let listed = ran(&desk, &["list", "proposals", "--lexicons", "canal"]);
    assert!(listed.stdout.contains("widening"), "{}", listed.stdout);

    let role = "roles = [{ title = \"zzident\", of = \"norway\" }]\n";
    desk.file("canal/actors/all.toml", format!("{ACTORS}{role}"));
    let broken = ran(&desk, &check);
    assert_eq!(broken.status, 1, "{}", broken.stdout);
    assert!(
        broken.stdout.contains("canal/actors/all.toml:2: error")
            && broken.stdout.contains("zzident"),
        "{}",
        broken.stdout
    );
}

#[test]
fn all_packs_of_a_folder_are_checked() {
    let desk = desk();
    let other = |text: &str| text.replace("canal", "harbour");
    desk.file("harbour/pack.toml", other(HEAD))
        .file("harbour/proposals.toml", other(CATALOGUE))
        .file("harbour/actors/all.toml", ACTORS.replace("NOR", "NO"));
    let ran = ran(&desk, &["check", "--lexicons", "."]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("`NO` is not ISO") && ran.stdout.contains("canal, harbour: 1 error,"),
        "{}",
        ran.stdout
    );
}

#[test]
fn every_command_takes_the_topic_of_the_packs_that_are_given() {
    let desk = desk();
    let text = "Norway backs a wider canal.";
    desk.file("in.jsonl", article("a", text)).file(
        "gold.jsonl",
        r#"{"id":"a","statements":[{"actor":"Norway","proposal":"widening","stance":"support"}]}"#,
    );
    let given = ["--lexicons", "canal"];
    let run =
        |typed: &[&str]| desk.told(&desk.command(&[typed, &given].concat()).output().unwrap());
    let ran = run(&["run", "in.jsonl", "--out", "out"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let manifest = std::fs::read_to_string(desk.path("out/manifest.json")).unwrap();
    assert!(manifest.contains("\"canal\""), "{manifest}");
    let explained = run(&["explain", "in.jsonl"]);
    assert!(
        explained.stdout.contains("widening"),
        "{}",
        explained.stdout
    );
    let ran = run(&["ingest", "in.jsonl", "--store", "ledger"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let stats = desk
        .command(&["store", "stats", "--store", "ledger"])
        .output();
    let stats = desk.told(&stats.unwrap()).stdout;
    assert!(stats.contains("\"topic\": \"canal\""), "{stats}");
    let eval = run(&["eval", "gold.jsonl", "in.jsonl", "--json"]);
    assert_eq!(eval.status, 0, "{}", eval.stderr);
    // A store goes on with its own topic, and does not pass over what is given.
    let other = desk
        .command(&["ingest", "in.jsonl", "--store", "other"])
        .output();
    assert_eq!(desk.told(&other.unwrap()).status, 0);
    let refused = run(&["ingest", "in.jsonl", "--store", "other"]);
    assert_eq!(refused.status, 2);
    assert!(
        refused
            .stderr
            .contains("the store is on ukraine, and --lexicons holds another topic (canal)"),
        "{}",
        refused.stderr
    );
}

#[test]
fn of_several_topics_one_must_be_named() {
    let desk = desk();
    let other = |text: &str| text.replace("canal", "harbour");
    desk.file("packs/harbour/pack.toml", other(HEAD))
        .file("packs/harbour/proposals.toml", other(CATALOGUE))
        .file("packs/harbour/actors/all.toml", ACTORS)
        .file("in.jsonl", article("a", "Norway backs a wider canal."));
    let typed = [
        "run",
        "in.jsonl",
        "--out",
        "-",
        "--lexicons",
        "canal",
        "--lexicons",
        "packs",
    ];
    let ran = desk.told(&desk.command(&typed).output().unwrap());
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr
            .contains("several topics (canal, harbour); name one with --topic"),
        "{}",
        ran.stderr
    );
}

#[test]
fn what_keeps_a_folder_from_being_a_topic_is_told() {
    let desk = desk();
    desk.file("copied/pack.toml", HEAD)
        .file("copied/proposals.toml", CATALOGUE);
    let renamed = ran(
        &desk,
        &["check", "--lexicons", "copied", "--topic", "copied"],
    );
    assert_eq!(renamed.status, 2);
    assert!(
        renamed.stderr.contains("copied/pack.toml") && renamed.stderr.contains("id is `canal`"),
        "{}",
        renamed.stderr
    );
    desk.file("half/pack.toml", HEAD.replace("canal", "half"));
    let half = ran(&desk, &["check", "--lexicons", "half"]);
    assert_eq!(half.status, 2);
    assert!(
        half.stderr
            .contains("the pack `half` has no proposals.toml"),
        "{}",
        half.stderr
    );
}

#[test]
fn a_model_of_another_engine_is_no_model() {
    let desk = Desk::new();
    let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons/en");
    for name in ["", "cues"] {
        for file in std::fs::read_dir(pack.join(name)).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                let inside = path.strip_prefix(&pack).unwrap();
                let copy = std::path::Path::new("lexicons/en").join(inside);
                desk.file(&copy.to_string_lossy(), std::fs::read(&path).unwrap());
            }
        }
    }
    let check = |model: &str| {
        desk.file("lexicons/en/scorer.toml", model);
        let arguments = ["lexicon", "check", "--lexicons", "lexicons"];
        desk.told(&desk.command(&arguments).output().unwrap())
    };
    let model = std::fs::read_to_string(pack.join("scorer.toml")).unwrap();
    assert_eq!(check(&model).status, 0);
    let short = check(&model.replace("article = [", "article = [0.5, "));
    assert_ne!(short.status, 0);
    let told = format!("{}{}", short.stdout, short.stderr);
    assert!(
        told.contains("scorer.toml") && told.contains("train anew"),
        "{told}"
    );
}
