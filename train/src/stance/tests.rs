#![allow(clippy::unwrap_used)]

use super::*;
use chaffinch_stance::stance::model::Model;
use chaffinch_stance::stance::precise::Precise;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

const GOOD: [&str; 4] = ["praised", "thanked", "admired", "cheered"];
const BAD: [&str; 4] = ["mocked", "slandered", "betrayed", "insulted"];
const PLAIN: [&str; 4] = ["met", "visited", "passed", "named"];

fn at(text: &str, name: &str) -> Range<usize> {
    let start = text.find(name).unwrap();
    start..start + name.len()
}

/// `Orland mocked Venn on day 12.`
fn question(row: usize, holder: bool) -> Question {
    let (words, side) = [(BAD, -1), (PLAIN, 0), (GOOD, 1)][row % 3];
    let text = format!("Orland {} Venn on day {row}.", words[row / 3 % words.len()]);
    Question {
        row,
        target: at(&text, "Venn"),
        holder: holder.then(|| at(&text, "Orland")),
        side,
        odds: None,
        text: text.into(),
    }
}

fn toy(rows: Range<usize>) -> Vec<Question> {
    rows.map(|row| question(row, false)).collect()
}

/// Both directions: who does it, and to whom it is done.
fn pairs(rows: Range<usize>) -> Vec<Question> {
    let both = |row| {
        let there = question(row, true);
        let back = Question {
            target: there.holder.clone().unwrap(),
            holder: Some(there.target.clone()),
            side: 0,
            ..there.clone()
        };
        [there, back]
    };
    rows.flat_map(both).collect()
}

fn trained(gold: &[Question], dev: &[Question], seed: u64) -> Trained {
    let settings = Settings { seed, rounds: Some(2) };
    train(gold, dev, settings, &mut |_: &Round| {}).unwrap()
}

/// The share of questions that the stage's own code answers rightly with the model.
fn right(file: Vec<u8>, questions: &[Question]) -> f64 {
    let model = Model::open(file).unwrap();
    let mut reader = Reader::new().unwrap();
    let hits = questions.iter().filter(|question| {
        let class = reader
            .scene(question)
            .unwrap()
            .question(&question.text)
            .map(|question| model.judge(&question).class);
        class == Some(usize::try_from(question.side + 1).unwrap())
    });
    hits.count() as f64 / questions.len() as f64
}

#[test]
fn what_is_told_is_learnt() {
    let trained = trained(&toy(0..90), &toy(90..120), 1);
    assert!(right(trained.file, &toy(120..150)) > 0.95);
    let fact = |name: &str| trained.facts.iter().find(|fact| fact.0 == name).map(|fact| fact.1.as_str());
    assert_eq!(fact("against, neutral, for"), Some("30, 30, 30"));
    assert_eq!(fact("dev rows"), Some("30"));
}

#[test]
fn holders_make_a_model_of_pairs() {
    let trained = trained(&pairs(0..90), &pairs(90..120), 1);
    assert_eq!(Model::open(trained.file.clone()).unwrap().asks(), Asks::Pair);
    assert!(right(trained.file, &pairs(120..150)) > 0.95);
}

#[test]
fn the_same_data_and_seed_give_the_same_bytes() {
    let file = |seed| trained(&toy(0..60), &toy(60..90), seed).file;
    assert_eq!(file(1), file(1));
    assert_ne!(file(1), file(2));
}

#[test]
fn rounds_that_do_not_fit_are_refused() {
    let error = |rounds| {
        let settings = Settings { seed: 1, rounds: Some(rounds) };
        train(&toy(0..30), &toy(30..60), settings, &mut |_: &Round| {}).unwrap_err()
    };
    assert_eq!((error(0).kind(), error(9).kind()), (ErrorKind::Usage, ErrorKind::Usage));
    assert_eq!(
        error(9).to_string(),
        "asked for 9 rounds, expected 2 or fewer: so many models fit into a file"
    );
}

#[test]
fn dev_is_kept_apart_from_the_gold() {
    let mut rounds = Vec::new();
    let settings = Settings { seed: 1, rounds: Some(1) };
    let trained =
        train(&toy(0..60), &toy(50..90), settings, &mut |round: &Round| rounds.push(round.clone())).unwrap();
    assert!(rounds[0].message.starts_with("dev macro_f1 "), "{rounds:?}");
    let left_out = ("dev rows left out, their text is in the gold".to_owned(), "10".to_owned());
    assert!(trained.facts.contains(&left_out), "{:?}", trained.facts);
    let error = train(&toy(0..60), &toy(0..60), settings, &mut |_: &Round| {}).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    assert_eq!(
        error.to_string(),
        "every row of the dev takes the same side, or there is none; two are needed"
    );
    let error = train(&toy(0..1), &toy(1..9), settings, &mut |_: &Round| {}).unwrap_err();
    assert!(error.to_string().starts_with("every row of the gold"), "{error}");
}

#[test]
fn odds_are_scaled_to_be_as_sure_as_they_are_right() {
    // right in three of four: as sure as that at the right temperature
    let sure = |score: f32, temperature: f32| fit::softmax([score / temperature, 0.0, -30.0])[0];
    for score in [6.0, 2.0] {
        let trust = |temperature: f32| (0..400).map(|n| (sure(score, temperature), n % 4 != 0)).collect();
        let temperature = tune::temperature(trust);
        let off = (sure(score, temperature) - 0.75).abs();
        assert!(off < 0.02 || temperature > 2.9 && score > 5.0, "{temperature}: off by {off}");
    }
}

#[test]
fn guesses_teach_too() {
    // the gold says nothing of the verbs; what is guessed of them does
    let guess = |question: Question| {
        let odds =
            [[900, 100, 0], [100, 800, 100], [0, 100, 900]][usize::try_from(question.side + 1).unwrap()];
        Question { odds: Some(odds), ..question }
    };
    let gold: Vec<Question> = toy(0..90).into_iter().map(guess).collect();
    let trained = trained(&gold, &toy(90..120), 1);
    assert!(right(trained.file, &toy(120..150)) > 0.95);
}

/// A checkpoint with weights by chance, and what PyTorch answers with it; `tiny/make.py` writes both.
fn tiny() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/stance/tiny")
}

fn finished(checkpoint: &Path) -> Result<Trained, TrainError> {
    finish(checkpoint, None, &pairs(0..3), &pairs(10..40), &mut |_: &Round| {})
}

#[test]
fn a_checkpoint_answers_as_it_does_in_pytorch() {
    let model = Precise::open(finished(&tiny()).unwrap().file).unwrap();
    assert_eq!(model.asks(), Asks::Pair);
    let expected = std::fs::read(tiny().join("odds.json")).unwrap();
    let expected: BTreeMap<String, [f32; 3]> = serde_json::from_slice(&expected).unwrap();
    assert_eq!(expected.len(), 2);
    for (text, expected) in expected {
        let holder = at(&text, text.split(' ').next().unwrap());
        let asked = Question {
            target: at(&text, "Venn"),
            holder: Some(holder),
            text: (&*text).into(),
            ..question(0, true)
        };
        let odds = |_: &Question, asked: Option<rows::Seen<'_>>| model.odds(&asked.unwrap()).list();
        let found = Reader::new().unwrap().each(&[asked], odds).unwrap();
        // weights of one byte
        let near = found[0].iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 0.01);
        assert!(near, "{text}: {found:?}, expected {expected:?}");
    }
}

#[test]
fn a_finished_checkpoint_says_what_it_is() {
    let trained = finished(&tiny()).unwrap();
    assert_eq!(finished(&tiny()).unwrap().file, trained.file);
    let fact = |name: &str| trained.facts.iter().find(|fact| fact.0 == name).map(|fact| fact.1.as_str());
    assert_eq!(fact("model"), Some("transformer encoder, 2 layers of 16 numbers, weights of one byte"));
    assert_eq!(fact("mentions that are asked about"), Some("shown"));
    assert_eq!(fact("questions learnt from"), Some("6"));
    assert_eq!(fact("dev rows"), Some("30"));
}

#[test]
fn a_linear_model_may_stand_beside() {
    let folder = tempfile::tempdir().unwrap();
    let linear = |name: &str, file: Vec<u8>| {
        let path = folder.path().join(name);
        std::fs::write(&path, file).unwrap();
        path
    };
    let fast = trained(&pairs(0..90), &pairs(90..120), 1).file;
    let both =
        |beside: &Path| finish(&tiny(), Some(beside), &pairs(0..3), &pairs(200..230), &mut |_: &Round| {});
    let mixed = both(&linear("pairs.bin", fast.clone())).unwrap();
    assert!(mixed.facts.contains(&("beside it".to_owned(), "a linear model".to_owned())));
    let (fast, alone) = (Model::open(fast).unwrap(), Precise::open(finished(&tiny()).unwrap().file).unwrap());
    let mixed = Precise::open(mixed.file).unwrap();
    let odds = |_: &Question, asked: Option<rows::Seen<'_>>| {
        let asked = asked.unwrap();
        [fast.odds(&asked), alone.odds(&asked), mixed.odds(&asked)].map(|odds| odds.list())
    };
    for [fast, alone, mixed] in Reader::new().unwrap().each(&pairs(300..303), odds).unwrap() {
        let means: Vec<f32> = fast.iter().zip(alone).map(|(fast, alone)| (fast * alone).sqrt()).collect();
        let sum: f32 = means.iter().sum();
        assert!(means.iter().zip(mixed).all(|(mean, mixed)| (mean / sum - mixed).abs() < 1e-5));
    }
    let other = linear("author.bin", trained(&toy(0..60), &toy(60..90), 1).file);
    let error = both(&other).unwrap_err().to_string();
    assert!(error.contains("is asked something else"), "{error}");
    assert_eq!(both(Path::new("nowhere.bin")).unwrap_err().kind(), ErrorKind::Io);
}

#[test]
fn checkpoints_that_do_not_fit_are_refused() {
    let error = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let folder = tempfile::tempdir().unwrap();
        for file in ["config.json", "model.safetensors", "vocab.txt"] {
            let mut bytes = std::fs::read(tiny().join(file)).unwrap();
            if file == name {
                change(&mut bytes);
            }
            std::fs::write(folder.path().join(file), bytes).unwrap();
        }
        let error = finished(folder.path()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data, "{error}");
        let folder = folder.path().display().to_string();
        error.to_string().replace(&format!("{folder}{}", std::path::MAIN_SEPARATOR), "")
    };
    let text = |text: &'static str| move |bytes: &mut Vec<u8>| *bytes = text.as_bytes().to_vec();
    assert!(error("config.json", &text("{}")).starts_with("`config.json`: missing field"));
    let relu = r#"{"num_hidden_layers": 2, "num_attention_heads": 2, "hidden_act": "relu"}"#;
    assert_eq!(
        error("config.json", &text(relu)),
        "`config.json`: `hidden_act`: found `relu`, expected `gelu`"
    );
    let seen =
        r#"{"num_hidden_layers": 2, "num_attention_heads": 2, "hidden_act": "gelu", "mentions": "seen"}"#;
    let expected = "`config.json`: `mentions`: found `seen`, expected `hidden` or `shown`";
    assert_eq!(error("config.json", &text(seen)), expected);
    let deep = r#"{"num_hidden_layers": 3, "num_attention_heads": 2, "hidden_act": "gelu"}"#;
    let expected = "`model.safetensors`: has no tensor `encoder.layer.2.attention.self.query.bias`";
    assert_eq!(error("config.json", &text(deep)), expected);
    let expected = "`model.safetensors`: has weights of sizes that do not fit together; make it anew";
    assert_eq!(error("vocab.txt", &text("[UNK]\n")), expected);
    let nameless = |bytes: &mut Vec<u8>| {
        *bytes = String::from_utf8_lossy(bytes).replace("unused4", "other").into_bytes()
    };
    assert_eq!(error("vocab.txt", &nameless), "the model has no piece `[unused4]` in its vocabulary");
    assert!(error("model.safetensors", &|bytes| bytes.truncate(99)).starts_with("`model.safetensors`: "));
    let missing = finished(Path::new("nowhere")).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Io);
    assert!(missing.to_string().starts_with("cannot read `nowhere"), "{missing}");
}
