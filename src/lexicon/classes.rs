//! Classes of words by what they do in a sentence: the lists that stages ask for, read from the language pack.

use rustc_hash::FxHashSet;
use serde::Deserialize;

/// Classes of words that the stages ask for, by lemma.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordClasses {
    /// Verbs that pass a judgement on their object ("called the plan absurd").
    pub judging_verbs: FxHashSet<String>,
    /// Verbs whose negation falls on what they govern ("does not plan to send").
    pub raising_verbs: FxHashSet<String>,
    /// Verbs whose infinitive complement has their object as its subject ("urged Berlin to send").
    pub object_control_verbs: FxHashSet<String>,
    /// Verbs that ask or forbid somebody to do something ("urged it to sign"): their object is no proposal.
    pub addressing_verbs: FxHashSet<String>,
    /// Verbs whose object hears what the clause after it tells ("told reporters that").
    pub telling_verbs: FxHashSet<String>,
    /// Verbs that take a bare content clause besides those that report ("hopes the allies will come").
    pub content_verbs: FxHashSet<String>,
    /// Nouns that a "that" clause tells the content of ("the idea that").
    pub content_nouns: FxHashSet<String>,
    /// Those of them whose content is so ("the fact that").
    pub fact_nouns: FxHashSet<String>,
    /// Nouns whose owner put the proposal forward ("Macron's plan").
    pub plan_nouns: FxHashSet<String>,
    /// Verbs that bring something somewhere.
    pub sending_verbs: FxHashSet<String>,
    /// Nouns for what is said to and fro about something ("the debate about").
    pub debate_nouns: FxHashSet<String>,
    /// Nouns for meetings at which something is talked of ("took part in a call about a force").
    pub meeting_nouns: FxHashSet<String>,
    /// Verbs whose object, where it is a people, is its soldiers ("send Americans").
    pub dispatching_verbs: FxHashSet<String>,
    /// Verbs whose subject becomes or is a member ("joined NATO").
    pub joining_verbs: FxHashSet<String>,
    /// Prepositions that make a country a place or a beneficiary ("troops in Poland", "guarantees for Taiwan").
    pub place_prepositions: FxHashSet<String>,
    /// Verbs by which a force is there ("would go", "will not be stationed").
    pub presence_verbs: FxHashSet<String>,
    /// Verbs that tell how an act goes on ("keeps supplying").
    pub aspectual_verbs: FxHashSet<String>,
    /// Verbs of helping in an act ("would help protect").
    pub assisting_verbs: FxHashSet<String>,
    /// Words behind "be" for what is to come ("are due to", "are expected to").
    pub expecting_words: FxHashSet<String>,
    /// Nouns for who is at the head of something, besides those for persons ("the head of the staff, X").
    pub heading_nouns: FxHashSet<String>,
    /// Words of being in another country than the one spoken of ("abroad").
    pub abroad_words: FxHashSet<String>,
    /// Nouns for what is sent to do something ("jets would patrol").
    pub means_nouns: FxHashSet<String>,
    /// Verbs by which somebody has or makes a plan ("has an idea", "made an offer").
    pub having_verbs: FxHashSet<String>,
    /// Nouns of what somebody stands for ("Rome's line is that").
    pub position_nouns: FxHashSet<String>,
    /// Nouns that take up what was just told of ("..., an idea that Moscow has rejected").
    pub resuming_nouns: FxHashSet<String>,
    /// Verbs of having the position of somebody else ("a view shared by Rome").
    pub sharing_verbs: FxHashSet<String>,
    /// Verbs of what has to be ("needs to come first").
    pub needing_verbs: FxHashSet<String>,
    /// Verbs of finding out, which put off and ask for nothing ("we must first see the plans").
    pub learning_verbs: FxHashSet<String>,
    /// Verbs of agreeing, by those without whom it would not be ("the Senate would have to vote").
    pub consenting_verbs: FxHashSet<String>,
    /// Nouns of those to whom somebody leaves a decision ("for the member states to decide").
    pub deciding_offices: FxHashSet<String>,
    /// Nouns that call something a condition ("there is one condition").
    pub proviso_nouns: FxHashSet<String>,
    /// Verbs of thanks and praise for what somebody does ("thanked London for its readiness").
    pub thanking_verbs: FxHashSet<String>,
    /// Verbs of blaming somebody for what he does ("mocked Paris for").
    pub blaming_verbs: FxHashSet<String>,
    /// Verbs of not doing or not having what it takes ("failed to").
    pub failing_verbs: FxHashSet<String>,
    /// Words for who cannot ("unable to").
    pub unable_words: FxHashSet<String>,
    /// Nouns for several holders of which some may be named ("some countries, including Italy").
    pub holder_nouns: FxHashSet<String>,
    /// Verbs that only join a predicate to its subject ("is against").
    pub copular_verbs: FxHashSet<String>,
    /// Verbs by which something is handed over, of which the past tells a fact, no stance ("delivered three of them last year").
    pub handing_verbs: FxHashSet<String>,
    /// Nouns for being against what others go on with ("despite opposition from Rome").
    pub protest_nouns: FxHashSet<String>,
    /// Comparatives that praise: "no better guarantee than".
    pub praising_comparatives: FxHashSet<String>,
    /// Verbs by which somebody makes a document ("plans drawn up by London").
    pub drafting_verbs: FxHashSet<String>,
    /// Nouns of what lays down who shall do what ("under the plan").
    pub document_nouns: FxHashSet<String>,
    /// Those of them that may be newspapers ("a German paper says").
    pub press_nouns: FxHashSet<String>,
    /// Verbs by which a document holds what it lays down ("envisages guarantees").
    pub containing_verbs: FxHashSet<String>,
    /// Nouns of what somebody asks of others ("Putin's terms are that").
    pub demand_nouns: FxHashSet<String>,
    /// Verbs of being or becoming a member ("is in NATO").
    pub membership_verbs: FxHashSet<String>,
    /// Nouns of what somebody answers ("Rome's answer is no").
    pub answer_nouns: FxHashSet<String>,
    /// Verbs behind which an answer may stand by itself ("replied: never").
    pub answering_verbs: FxHashSet<String>,
    /// Verbs of what is done with a question ("declined to answer it").
    pub question_verbs: FxHashSet<String>,
    /// Words behind which a clause tells of what is not yet ("if", "provided").
    pub hypothetical_openers: FxHashSet<String>,
    /// Nouns for somebody who is in a body ("a member of the coalition").
    pub membership_nouns: FxHashSet<String>,
    /// Verbs that name what somebody says so ("what he calls a force").
    pub naming_verbs: FxHashSet<String>,
    /// Verbs that list terms ("listed no NATO membership").
    pub listing_verbs: FxHashSet<String>,
    /// Adverbs that say that somebody says so ("reportedly").
    pub hearsay_adverbs: FxHashSet<String>,
    /// Words for a part of a people ("most Poles", "a third of Germans").
    pub part_words: FxHashSet<String>,
    /// Prepositions of what stands beside a noun without being what is said of it ("a break before troops").
    pub circumstance_prepositions: FxHashSet<String>,
    /// Adverbs of what may no longer hold ("initially backed").
    pub former_adverbs: FxHashSet<String>,
    /// Words that leave nothing of the negation before them ("not only", "no doubt").
    pub restricting_words: FxHashSet<String>,
    /// Verbs that say little but that their object is there ("would mean troops").
    pub light_verbs: FxHashSet<String>,
    /// Words that repeat a verb or its clause ("so does Rome", "so said Rome").
    pub repeating_words: FxHashSet<String>,
    /// Words before what is agreed on ("agrees on tariffs").
    pub matter_words: FxHashSet<String>,
    /// Ends of compounds whose beginning tells of whom a force is ("Polish-led").
    pub compound_ends: FxHashSet<String>,
    /// Words that open a circumstance, behind which nothing more is said of an act ("would not go alone").
    pub circumstance_openers: FxHashSet<String>,
    /// Verbs that say what their subject is by a noun ("constitutes a threat").
    pub equating_verbs: FxHashSet<String>,
    /// Verbs that say how their subject is by an adjective ("proved difficult").
    pub describing_verbs: FxHashSet<String>,
    /// Verbs whose object does what a bare infinitive says ("let troops go").
    pub bare_infinitive_verbs: FxHashSet<String>,
    /// Pairs of words before what is not meant ("instead of").
    pub exception_phrases: FxHashSet<String>,
    /// Nouns that end as those of persons do and are none ("offer").
    pub no_persons: FxHashSet<String>,
    /// Adjectives of regions ("Baltic").
    pub region_adjectives: FxHashSet<String>,
    /// Words that begin a sentence rather than go on after "U.S." or "p.m.".
    pub sentence_starters: FxHashSet<String>,
    /// Endings of nouns for persons, which stand before a name as its title ("the minister Guido Crosetto").
    pub person_endings: Vec<String>,
    /// Verbs of plain speech, of which the denial leaves open ("has not said that it would").
    pub assertion_verbs: FxHashSet<String>,
    /// Verbs beside which a form in -ing tells what was done ("denies supplying").
    pub fact_verbs: FxHashSet<String>,
    /// Verbs that look like nouns, with the preposition that they govern: "stands behind".
    pub prepositional_verbs: FxHashSet<String>,
    /// Words by which a speaker means himself and his own ("us").
    pub first_person: FxHashSet<String>,
    /// Words by which a speaker owns something ("our").
    pub first_person_owners: FxHashSet<String>,
    /// Modals as reported speech has them ("would").
    pub backshifted_modals: FxHashSet<String>,
    /// Words before what a clause leaves out ("but not").
    pub exception_openers: FxHashSet<String>,
    /// Verbs that put an end to what was in the way: "will lift its suspension of aid".
    pub lifting_verbs: FxHashSet<String>,
    /// Verbs that take two objects: "offered Kyiv guarantees".
    pub two_object_verbs: FxHashSet<String>,
    /// Nouns of a holder's own side: "his party would vote against it".
    pub own_side_nouns: FxHashSet<String>,
    /// Nouns of what is not there ("a lack of missiles").
    pub lacking_nouns: FxHashSet<String>,
    /// Words for unnamed people of a place: "some in Paris would like".
    pub unnamed_people: FxHashSet<String>,
    /// Verbs by which somebody comes to have something: "Kyiv will get guarantees".
    pub receiving_verbs: FxHashSet<String>,
    /// Nouns of what somebody stands before: "Kyiv's future is in the alliance".
    pub destiny_nouns: FxHashSet<String>,
    /// Verbs that say how something comes to be so: "explained why Rome will not send soldiers".
    pub explaining_verbs: FxHashSet<String>,
    /// Words that open a question put indirectly: "whether Rome will send soldiers".
    pub question_words: FxHashSet<String>,
    /// Words that open a reason or something set against what is said ("because").
    pub reason_words: FxHashSet<String>,
    /// Words in which what a clause leaves out stands before it ("what they like").
    pub free_relatives: FxHashSet<String>,
    /// Verbs that settle a question ("has not specified how").
    pub settling_verbs: FxHashSet<String>,
    /// Verbs of thinking, under which what others will do is no fact ("fears that Britain will send troops").
    pub guessing_verbs: FxHashSet<String>,
    /// Nouns of it ("speculation that Turkey would send soldiers").
    pub guessing_nouns: FxHashSet<String>,
    /// Nouns of what else is talked of where a proposal is ("a truce"): what was put forward last is what somebody agrees to.
    pub other_matters: FxHashSet<String>,
    /// Words of where a war is fought: a force that is not to stand there may stand elsewhere ("would not be sent to the front").
    pub front_words: FxHashSet<String>,
    /// Nouns of what others want of somebody, who has not said anything ("under pressure to send missiles").
    pub pressing_nouns: FxHashSet<String>,
    /// Verbs by which a plan is or is made ("no plan to send soldiers exists").
    pub existing_verbs: FxHashSet<String>,
    /// Verbs of what somebody does who is crossed ("if troops come, Moscow will respond").
    pub reprisal_verbs: FxHashSet<String>,
    /// Verbs by which somebody tells what harm would come ("warned of war if").
    pub warning_verbs: FxHashSet<String>,
    /// Nouns for those who speak for whoever they belong to ("Tusk's office said").
    pub bureau_nouns: FxHashSet<String>,
    /// Nouns under which a clause tells a condition ("on the understanding that").
    pub condition_nouns: FxHashSet<String>,
    /// Verbs of wishing, whose object something is to befall ("wants it ratified by the Senate").
    pub wishing_verbs: FxHashSet<String>,
    /// Verbs of questions that somebody is asked ("when asked about").
    pub asking_verbs: FxHashSet<String>,
    /// Verbs by which somebody stands at the head of others or brought them together ("led by").
    pub leading_verbs: FxHashSet<String>,
    /// Words that make a refusal one for the time being ("currently", "at present").
    pub for_now: Vec<String>,
    /// Adjectives of how something that happened is felt ("pleased").
    pub feeling_adjectives: FxHashSet<String>,
    /// Nouns of sending ("the dispatch of").
    pub sending_nouns: FxHashSet<String>,
    /// Verbs of what an army's own side does with it ("Russia masses troops").
    pub massing_verbs: FxHashSet<String>,
    /// Nouns of giving ("the request for missiles").
    pub giving_nouns: FxHashSet<String>,
    /// Verbs of what befalls soldiers ("soldiers killed").
    pub casualty_verbs: FxHashSet<String>,
    /// Verbs beside which a weapon is given or withheld, not used.
    pub giving_verbs: FxHashSet<String>,
    /// Nouns that point back to several actors ("the two leaders").
    pub group_nouns: FxHashSet<String>,
    /// Nouns that in the plural mean unnamed countries.
    pub crowd_nouns: FxHashSet<String>,
    /// Nouns for those who stand by somebody ("Ukraine's allies").
    pub ally_nouns: FxHashSet<String>,
    /// Words by which a person is introduced as one who only analyses ("an analyst at").
    pub expert_words: FxHashSet<String>,
    /// Words of evaluations by which even an analyst takes a side ("a mistake").
    pub verdict_words: FxHashSet<String>,
    /// Nouns of partisans that need no word for what they are for or against ("its critics").
    pub side_nouns: FxHashSet<String>,
    /// Last words of parties' names that parties of several countries bear.
    pub party_words: FxHashSet<String>,
    /// Verbs of talking of something, which put it forward where they name a number.
    pub talking_verbs: FxHashSet<String>,
    /// Verbs of training.
    pub training_verbs: FxHashSet<String>,
    /// Words that leave nobody or nothing of what they stand before.
    pub no_words: FxHashSet<String>,
    /// Nouns for one person, whom "he" or "she" may mean ("a soldier").
    pub person_nouns: FxHashSet<String>,
    /// Nouns that in the plural and by themselves mean a government ("officials said").
    pub officer_nouns: FxHashSet<String>,
    /// Nouns by which a person who was named is taken up ("the diplomat").
    pub bearer_nouns: FxHashSet<String>,
    /// Verbs of getting a force ready ("countries planning a force").
    pub preparing_verbs: FxHashSet<String>,
    /// Nouns of what is got ready then.
    pub force_nouns: FxHashSet<String>,
    /// Words that count them ("several").
    pub counting_words: FxHashSet<String>,
    /// Nouns of what governs a country, and of the country itself ("his government", "the foreign ministry").
    pub state_nouns: FxHashSet<String>,
    /// Nouns of those who speak for a country ("its envoys", "the official").
    pub envoy_nouns: FxHashSet<String>,
    /// Nouns of those who are named by the stance that they take ("an advocate of").
    pub partisan_nouns: FxHashSet<String>,
    /// Nouns that in the plural mean a bloc, where they are its ("ministers from 30 countries").
    pub member_nouns: FxHashSet<String>,
    /// Verbs by which something stands over somebody, in the passive ("covered by guarantees").
    pub covering_verbs: FxHashSet<String>,
    /// Verbs by which arms come to somebody ("would go to Ukraine").
    pub flowing_verbs: FxHashSet<String>,
    /// Verbs and adjectives behind which "if" opens a question ("decide if", "clear if").
    pub knowing_words: FxHashSet<String>,
    /// Nouns of being ready or not, whose owner is who would act ("the readiness of Paris to send").
    pub willing_nouns: FxHashSet<String>,
    /// Nouns for people who serve a country: "French and British officers".
    pub serving_nouns: FxHashSet<String>,
    /// Days of the week.
    pub weekdays: FxHashSet<String>,
    /// Months.
    pub months: FxHashSet<String>,
    /// Nouns that measure or name time, in the singular ("week").
    pub time_nouns: FxHashSet<String>,
    /// Words of time that have no plural ("today").
    pub time_words: FxHashSet<String>,
    /// Words before a noun of time that make it a time ("last week").
    pub time_openers: FxHashSet<String>,
    /// Words between an article and a noun of time that do ("the following week").
    pub time_adjectives: FxHashSet<String>,
    /// Words behind a noun of time that do ("two years later").
    pub time_followers: FxHashSet<String>,
    /// Nouns that a sentence sets its proposal beside: "the one thing Rome rules out is".
    pub thing_nouns: FxHashSet<String>,
    /// Nouns for what nobody wants to come about.
    pub harm_nouns: FxHashSet<String>,
    /// Verbs by which such a thing comes about.
    pub causing_verbs: FxHashSet<String>,
    /// Verbs by which it does not.
    pub preventing_verbs: FxHashSet<String>,
    /// Verbs by which something good lasts.
    pub strengthening_verbs: FxHashSet<String>,
    /// Verbs by which one thing is liked more than another: "prefers observers to soldiers".
    pub preferring_verbs: FxHashSet<String>,
    /// Documents that tell what others hold, and lay nothing down: "according to a document, Rome rejects the force".
    pub reporting_documents: FxHashSet<String>,
    /// What soldiers and their weapons are sent to: "F-16s to a coalition mission".
    pub mission_nouns: FxHashSet<String>,
    /// Verbs of leaving a place, or of taking somebody out of it: "pulls troops out of Germany".
    pub leaving_verbs: FxHashSet<String>,
    /// What ends a war: "a truce without guarantees".
    pub peace_nouns: FxHashSet<String>,
    /// Texts that are voted on or signed: "a resolution calling for".
    pub motion_nouns: FxHashSet<String>,
    /// Verbs by which something ends by itself: "to stop".
    pub ending_verbs: FxHashSet<String>,
    /// Verbs by which it does not.
    pub weakening_verbs: FxHashSet<String>,
    /// Verbs by which somebody does not go.
    pub staying_verbs: FxHashSet<String>,
    /// Words for where he is then.
    pub home_words: FxHashSet<String>,
    /// Words behind which a sentence tells what became of it.
    pub turn_words: FxHashSet<String>,
    /// Verbs by which somebody goes back on what he planned.
    pub withdrawing_verbs: FxHashSet<String>,
    /// Verbs of which a proposal is the subject where its reception is told.
    pub reception_verbs: FxHashSet<String>,
    /// Verbs by which somebody reacts.
    pub reacting_verbs: FxHashSet<String>,
    /// Verbs of reacting beside whose passive a capital stands for who did so.
    pub judging_receptions: FxHashSet<String>,
    /// Verbs by which somebody denies what was reported.
    pub denying_verbs: FxHashSet<String>,
    /// Words by which a report is called untrue.
    pub untrue_words: FxHashSet<String>,
    /// Nouns of what was reported.
    pub report_nouns: FxHashSet<String>,
    /// Nouns of what was decided or announced.
    pub outcome_nouns: FxHashSet<String>,
    /// Verbs of liking what was decided.
    pub liking_verbs: FxHashSet<String>,
    /// Verbs of disliking what was decided.
    pub regretting_verbs: FxHashSet<String>,
    /// Verbs of having wanted what was decided.
    pub demanding_verbs: FxHashSet<String>,
    /// Verbs whose subject is what was decided and whose object likes it.
    pub pleasing_verbs: FxHashSet<String>,
    /// Verbs whose subject is what was decided and whose object dislikes it.
    pub displeasing_verbs: FxHashSet<String>,
    /// Nouns of a reaction in favour.
    pub favour_nouns: FxHashSet<String>,
    /// Nouns of a reaction against.
    pub disfavour_nouns: FxHashSet<String>,
    /// Nouns of a reaction that say by themselves nothing of it.
    pub reception_nouns: FxHashSet<String>,
    /// Words that tell that it was one in favour.
    pub favour_words: FxHashSet<String>,
    /// Words that tell that it was one against.
    pub disfavour_words: FxHashSet<String>,
    /// Words for next to nothing: "little enthusiasm".
    pub scanty_words: FxHashSet<String>,
    /// Words for what is made less ("to make its support smaller").
    pub lessening_words: FxHashSet<String>,
    /// Verbs by which somebody gives way in something for what he names under "if".
    pub conceding_verbs: FxHashSet<String>,
    /// Adjectives of the same ("ready for talks if").
    pub conceding_adjectives: FxHashSet<String>,
    /// Verbs by which it is told where an attitude is.
    pub spreading_verbs: FxHashSet<String>,
    /// Verbs by which somebody puts a proposal forward.
    pub proposing_verbs: FxHashSet<String>,
}
