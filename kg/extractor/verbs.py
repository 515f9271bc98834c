"""The verbs of conferral: what a winner does with an award, what a jury does with it, and what only seems so.

Regular expressions on masked, spelled text. Verbs that only honours follow (荣获, 获评) let any object be an award;
verbs of getting (斩获, 拿下) ask for an object that looks like one; being on a list (入选, 位列) may have no
object at all. Verbs of giving put the winner behind them.
"""

import re

from kg.extractor.patterns import led

_HONOURED = (
    r"荣[获膺登列得摘享]了?|获评选?为?|获颁授?|获授予?|获选为?|获封为?|获列为?|获誉为?|获殊|喜[获提摘]|膺选"
    r"|(?:双双|[分再另连又也亦均首曾独还各双]|(?<![共一])同|共(?!同))(?:获(?![得批悉取利准知]"
    r"|奖[者单企机作案名品项得])|获得)(?:评|颁|授|选)?为?|被(?:评选|评|授予|认定|评定|选|列|命名|确定|遴选|推选|授)为?"
    r"|被[^，。；“「]{1,60}?(?:确认为|评选为|评定为|评为|认定为|授予|选为|列为|命名为|确定为|推选为)|(?<!应)当选为?(?!择)"
    r"|评选为|评为"
    r"|(?:获|摘|捧|夺|揽|膺|得)(?=[“「《])"
)
_WON = (
    r"斩[获下得]|[摘捧夺揽折抱领囊][得下取走回获]了?|勇[夺获]|蝉联|卫冕|问鼎|[包独]揽"
    r"|获得|取得|拿到|拿(?:的是|了|过)|拿下|拿走|拿回|收获|赢得|赢下|获(?!奖|得者)|得到|获取"
    r"|(?<=[\ue000\ue001])带来|(?:上书|上刻|刻有|写有|印有|写着)(?=[^，。；]{0,60}字样)"
    r"|占得|分享|分得|瓜分|分走|领取|领到|捧起|带回|夺|摘|收揽"
)
_LISTED = (
    r"入选|入列|列入|跻身|登上|登顶|位列|位居|稳居|名列|同列|并列|也在|在列|上榜|登榜|榜上有名|领跑|夺魁|夺冠|折桂|居首"
    r"|以[^，。；“”]{1,12}(?:分|成绩)(?:断层|遥遥|大幅)?领先"
    r"|摘金|夺金(?!牛)|拔得头筹|各?占[有据得]?[一两二三四五六七八九十\d]+席(?!之地)"
    r"|入围|胜出|紧随其后|分列|排名(?=[第前全榜首位行]|\d)|进入(?=[“「十百前])"
)
_MOVED = r"(?:提升|上升|跃升|升)[至到](?=第?\d+[位名])|跃居"
_TAKEN = r"收入囊中|收归囊中|收入麾下|收入怀中|纳入囊中|揽入怀中|抱回家?|带回家?|捧回家?|抱走|捧走|带走"
VERB = re.compile(
    led(
        rf"(?P<honoured>{_HONOURED})|(?P<taken>{_TAKEN})|(?P<listed>{_LISTED}|(?P<moved>{_MOVED}))|(?P<won>{_WON})",
    )
)
"""What a winner does: the award stands behind, or with 将, 把 or 由 before."""

_GIVEN = (
    r"(?<=[\ue000\ue001])颁[发授出](?!给)了?|(?:颁授予|颁发给|授予给|颁赠给|颁给|颁予|颁向|送给|奖给|发给|花落|垂青"
    r"|(?<![被获])授[予与])了?"
    r"|(?<=[”」』》奖])(?:则|也|均|又|分别)?给了?|(?:最终|分别|均|则)?归(?:属于?|于)?(?=\ue000)|(?<!不)属于(?=\ue000)"
    r"|一栏[中里上]?(?:出现了?|写着|写有|印着|是|为|：)(?=\ue000)|(?<=[奖例])：(?=\ue000)"
    r"|(?:得主|获得者|获奖者|赢家|(?:获|得)奖(?:单位|企业|机构|项目|案例|作品|产品|公司|名单))(?:同样|分别|则|依次"
    r"|也|还|均)?(?:为|是|有|：)"
    r"|(?<=[”」』])，?(?:正|便|就|则)?(?:是|为)(?=\ue000\ue001*(?:[，。；、]|$))"
    r"|(?<=[名项家席件个])，?(?:分别|依次)?(?:为|是|由|授予)(?=[^，。；]{0,12}\ue000)"
)
GIVE = re.compile(led(_GIVEN))
"""What a jury does: the winner stands behind; 授予甲乙奖 has the award behind the winner."""

COPULA = re.compile(
    r"的(?:[项企机公单产作案][目业构司位品例])?，?(?:则|还|分别|依次|同样|正|就)*"
    r"(?:是|有|为|包括)(?:由|来自)?"
)
"""获得丙奖的是…: what names the winner, or the winner's work, behind the award."""
