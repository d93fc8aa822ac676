"""Words that carry grammar rather than meaning, folded as the analysis folds them."""

STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "a about after again all also an and any are as at be because been before being between both but by can could"
        " did do does doing down during each few for from further had has have having he her here hers him his how i if"
        " in into is it its just me more most my no nor not of off on once only or other our out over own s same she"
        " should so some such t than that the their theirs them then there these they this those through to too under"
        " until up very was we were what when where which while who whom why will with would you your".split()
    ),
    "fr": frozenset(
        "a ai au aucun aussi autre aux avec ayant c ce ceci cela celle celles celui ces cet cette ceux chez ci comme"
        " comment d dans de des depuis dont du elle elles en entre est et etaient etait etant ete etre eu eux fait font"
        " furent fut ici il ils j je l la le les leur leurs lui m ma mais me meme memes mes moi mon n ne ni nos notre"
        " nous on ont ou par pas peu plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se"
        " sera ses si son sont sous sur t ta te tes toi ton tous tout toute toutes tu un une vers vos votre vous y".split()
    ),
    "es": frozenset(
        "a al algo algunas algunos ante antes asi aun aunque cada como con contra cual cuales cuando de del desde donde"
        " dos e el ella ellas ello ellos en entre era eran es esa esas ese eso esos esta estaba estan estas este esto"
        " estos fue fueron ha habia han hasta hay la las le les lo los mas me mi mientras mis mucho muy nada ni no nos"
        " nosotros nuestra nuestro o os otra otras otro otros para pero poco por porque que quien quienes se sea ser si"
        " sido sin sobre son su sus tambien tanto te tiene tienen todo todos tras tu tus un una uno unos y ya yo".split()
    ),
    "ru": frozenset(
        "а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да для до его ее если есть"
        " еще же за и из или им их к как какая какие какой ко когда кто ли либо между меня мне может мы на над надо нас"
        " не него нее нет ни них но о об однако он она они оно от очень по под при про с со так также такой там те тем"
        " то того тоже той только том ты у уже чего чем что чтобы чье чья эта эти это этого этой этом этот я".split()
    ),
    "ar": frozenset(
        "في من الي علي عن مع هذا هذه ذلك تلك التي الذي الذين اللذان اللتان ان انه انها او ام ثم لا لم لن ما ماذا هل كان"
        " كانت يكون تكون قد كل بين بعد قبل عند حتي اذا لكن هو هي هم هن نحن انت انا كما حيث غير بعض اي ليس ليست لدي منذ"
        " خلال حول وهو وهي وان والتي والذي وقد ولا وما وفي ومن لها له لهم به بها بهم فيه فيها منها منه عليها عليه".split()
    ),
    "zh": frozenset("的 了 和 是 在 有 与 及 或 被 把 之 其 这 那 也 都 而 并 但 为 以 于 对 从 到 由 等".split()),
}
