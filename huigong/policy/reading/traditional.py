"""Traditional characters of official documents, read as the simplified ones.

A search key and no conversion: one character for one, enough for the words by which documents
are read and for the names of departments.
"""

from __future__ import annotations

import re

_TRADITIONAL = (
    "稅續崗綠紡滯納籌遊週採佈佔係併倉匯啓嚮墻夥慮攬曆樞檯歲洩滬漁灣煙營狀畢盡矯礦祕穀粵紮緒縱繫羣聾脫臺艱蓋衆衝裡諮豬賬趨躍迴遞釐銜錯鍛閩闢隸顧騰髮鬆鬥魯鹽榮籤諾繞紹瀋遼貴滄廈慮鬧籬煥賽輩鉤銳鄒鈣鏈駁騎齡礪"
    "範萬與專業東絲兩嚴個豐臨為麗舉義樂習鄉書買亂爭於雲產親從們價眾優會傳傷倫偽體餘傭債傾償儲兒黨"
    "蘭關興養獸內岡冊寫軍農馮決況凍淨準減鳳憑凱擊創別則剛劑劃劇劉勸辦務動勵勁勞勢區醫華協單賣盧"
    "衛卻廠廳歷厲壓厭縣參雙發變敘號嘆嚇嗎啟員響問團園困圍國圖圓聖場壞塊堅壇壩墳墊墾壯聲殼處備複夠頭夾奪奮獎婦媽"
    "嬰孫學寧寶實寵審憲宮寬賓對尋導將爾塵嘗層屆屬岁嶺島峽帥師帳幣幫帶幹並廣莊慶庫應廟廢開異棄張彌彎彈強歸錄當徑"
    "徵徹憶憂懷態憐總恆戀懇惡惱悅懸驚懲慘慣憤願戰戲戶撲執擴掃揚擾撫拋搶護報擔擬擁攔擇掛揮損換據擄攝攜擺搖攤"
    "數敵齋斷無舊時曠晝顯暫術樸機殺雜權條來楊極構槍櫃標棧棟欄樹樣橋檔檢樓歡歐殘毀氣漢湯溝沒淚澤潔灑測濟渾濃濤"
    "澇漲潤滅滾滿濾濱灘災煉煩燒熱爐燈爺牽獨獲獻環現璽瓊電畫暢療瘋監盤盜眾礎碼確礙禮禍種稱積穩窮竊競筆築簡"
    "糧糾紀約級紅純紙紛線組細終統經結給絡絕繼績緊維網綜緩編緣縮總織繳繁罰罷職聯聽肅腦膠舉艦藝節蘇藍蔣薦藥處虛蟲補裝褲襲製見規視覽覺觀"
    "觸計訂認討讓訓議訊記講許論設訪證評識訴診詞試詩誠話誕詢該詳語誤說請諸課調談謀謝謹譜讀變質貝負財責貧貨販貪購貯貫貴貸費貼貿賀賃賄資賦賞賠賢賴贈趙趕跡踐軌車軒轉輪軟輕載較輔輛輝輯輸轄辭邊遷過達運還這進遠違連遲適選遺郵鄰鄧鄭釋裏鑒針鈔鋼錢鐵銀銷鋪鍋鎖鎮鏡長門閃閉間閱闊隊陽陰陣階際陸陳險隨隱難雞離靈靜頁頂項順須預領頻題顏額類風飛飯飲館馬駐駕驗騙魚鮮麥黃點齊齒龍龜"
)
_SIMPLIFIED = (
    "税续岗绿纺滞纳筹游周采布占系并仓汇启向墙伙虑揽历枢台岁泄沪渔湾烟营状毕尽矫矿秘谷粤扎绪纵系群聋脱台艰盖众冲里咨猪账趋跃回递厘衔错锻闽辟隶顾腾发松斗鲁盐荣签诺绕绍沈辽贵沧厦虑闹篱焕赛辈钩锐邹钙链驳骑龄砺"
    "范万与专业东丝两严个丰临为丽举义乐习乡书买乱争于云产亲从们价众优会传伤伦伪体余佣债倾偿储儿党"
    "兰关兴养兽内冈册写军农冯决况冻净准减凤凭凯击创别则刚剂划剧刘劝办务动励劲劳势区医华协单卖卢"
    "卫却厂厅历厉压厌县参双发变叙号叹吓吗启员响问团园困围国图圆圣场坏块坚坛坝坟垫垦壮声壳处备复够头夹夺奋奖妇妈"
    "婴孙学宁宝实宠审宪宫宽宾对寻导将尔尘尝层届属岁岭岛峡帅师帐币帮带干并广庄庆库应庙废开异弃张弥弯弹强归录当径"
    "征彻忆忧怀态怜总恒恋恳恶恼悦悬惊惩惨惯愤愿战戏户扑执扩扫扬扰抚抛抢护报担拟拥拦择挂挥损换据掳摄携摆摇摊"
    "数敌斋断无旧时旷昼显暂术朴机杀杂权条来杨极构枪柜标栈栋栏树样桥档检楼欢欧残毁气汉汤沟没泪泽洁洒测济浑浓涛"
    "涝涨润灭滚满滤滨滩灾炼烦烧热炉灯爷牵独获献环现玺琼电画畅疗疯监盘盗众础码确碍礼祸种称积稳穷窃竞笔筑简"
    "粮纠纪约级红纯纸纷线组细终统经结给络绝继绩紧维网综缓编缘缩总织缴繁罚罢职联听肃脑胶举舰艺节苏蓝蒋荐药处虚虫补装裤袭制见规视览觉观"
    "触计订认讨让训议讯记讲许论设访证评识诉诊词试诗诚话诞询该详语误说请诸课调谈谋谢谨谱读变质贝负财责贫货贩贪购贮贯贵贷费贴贸贺赁贿资赋赏赔贤赖赠赵赶迹践轨车轩转轮软轻载较辅辆辉辑输辖辞边迁过达运还这进远违连迟适选遗邮邻邓郑释里鉴针钞钢钱铁银销铺锅锁镇镜长门闪闭间阅阔队阳阴阵阶际陆陈险随隐难鸡离灵静页顶项顺须预领频题颜额类风飞饭饮馆马驻驾验骗鱼鲜麦黄点齐齿龙龟"
)
_PAIRS = {
    traditional: simplified
    for traditional, simplified in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)
    if traditional != simplified
}
_TABLE = str.maketrans(_PAIRS)
_ANY = re.compile(f"[{''.join(_PAIRS)}]")
FEWEST = 12
LEAST_SHARE = 0.03


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters, rather than holding a stray one."""
    sample = text[:4000]
    signs = len(_ANY.findall(sample))
    return signs >= FEWEST and signs >= LEAST_SHARE * len(sample)


def simplified(text: str) -> str:
    """The text with the characters of the table replaced, of the same length."""
    return text.translate(_TABLE)
