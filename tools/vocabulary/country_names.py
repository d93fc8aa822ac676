"""Names of countries and areas that no table gives: corrections of labels, aliases, the list of the founding page.

Aliases are names that mean one country or area and no other. Left out on purpose, so that they resolve to nothing:
"Korea" (two States), "Micronesia" (also a region), "Macedonia" (also a region of Greece), "Virgin Islands" and
"Saint Martin" (two areas each), "Great Britain", "America", "Holland". "Congo" alone resolves to COG: it is the short
name of that State at the United Nations in English, French and Spanish, and never the name of the Democratic Republic.
"""

# Where the stored table has a slip, an older name or a word in another case than the nominative.
CORRECTIONS = {
    "ALA": {"ru": "Аландские острова"},
    "ATA": {"ru": "Антарктика"},
    "ATF": {"ar": "الأراضي الفرنسية الجنوبية"},
    "CCK": {"ru": "Кокосовые (Килинг) острова"},
    "CIV": {"en": "Côte d’Ivoire"},
    "CXR": {"ru": "Остров Рождества"},
    "CYM": {"ru": "Каймановы острова"},
    "FLK": {"en": "Falkland Islands (Malvinas)"},
    "IOT": {"ar": "الإقليم البريطاني في المحيط الهندي"},
    "NLD": {"en": "Netherlands (Kingdom of the)", "ar": "هولندا (مملكة -)"},
    "SJM": {"ar": "جزيرتا سفالبارد وجان ماين"},
    "SXM": {"es": "San Martín (parte holandesa)"},
    "UMI": {"ar": "الجزر الصغيرة النائية التابعة للولايات المتحدة"},
}

NO_LONGER_LEAST_DEVELOPED = {"STP"}  # graduated on 13 December 2024; the stored table is older

NOT_IN_M49 = {"TWN"}  # the compilers of the stored table added this row; the table of the Statistics Division has none

KOSOVO = {
    "code": "XKX",
    "label": {"ar": "كوسوفو*", "zh": "科索沃*", "en": "Kosovo*", "fr": "Kosovo*", "ru": "Косово*", "es": "Kosovo*"},
    "offered": True,
    "seed_label": "Kosovo*",
    "iso2": "XK",
    "m49": None,
    "code_status": "user-assigned",
    "region": "europe",
    "ldc": False,
    "lldc": False,
    "sids": False,
    "note": {
        "ar": "*تُفهم الإشارات إلى كوسوفو في سياق قرار مجلس الأمن التابع للأمم المتحدة 1244 (1999).",
        "zh": "*凡提及科索沃之处，均应在联合国安全理事会第1244（1999）号决议的范围内理解。",
        "en": "*References to Kosovo shall be understood to be in the context of United Nations Security Council "
        "resolution 1244 (1999).",
        "fr": "*Toute mention du Kosovo doit être comprise dans le contexte de la résolution 1244 (1999) du Conseil de "
        "sécurité de l’Organisation des Nations Unies.",
        "ru": "*Упоминания Косово следует понимать в контексте резолюции 1244 (1999) Совета Безопасности Организации "
        "Объединенных Наций.",
        "es": "*Las referencias a Kosovo se entenderán en el contexto de la resolución 1244 (1999) del Consejo de Seguridad "
        "de las Naciones Unidas.",
    },
    "aliases": ["Kosovo (UNSCR 1244)", "Kosovo under UNSCR 1244", "Kosovo (under UNSC res. 1244)"],
}

# Separated by semicolons, because names hold commas.
ALIASES = {
    "ALA": "Aland; Aland Islands",
    "ARE": "UAE; Emirates; EAU; ОАЭ; 阿联酋; الإمارات; EE. AA. UU.; United Arab Emirates, the",
    "BHR": "Baréin; Bahréin",
    "BHS": "Bahamas, The; The Bahamas; Багамы; البهاما; جزر البهاماس; 巴哈马群岛",
    "BIH": "Bosnia-Herzegovina; Bosnia & Herzegovina; BiH; Bosnie et Herzégovine; 波黑",
    "BEN": "Benín; بنين",
    "BES": "Caribbean Netherlands",
    "BGD": "Bangladés",
    "BLR": "Byelorussia; Biélorussie; Bielorrusia; Белоруссия; روسيا البيضاء",
    "BOL": "Bolivia; Bolivia, Plurinational State of; Bolivie; Боливия; 玻利维亚; بوليفيا",
    "BRN": "Brunei; Brunéi; Бруней; 文莱; بروناي; بروناي دار السلام; بروني",
    "BWA": "Botsuana",
    "CAF": "CAR; Centrafrique; ЦАР; 中非",
    "CHN": "PRC; China, People's Republic of; КНР",
    "CIV": "Ivory Coast; Cote d'Ivoire; Republic of Côte d'Ivoire; République de Côte d'Ivoire; "
    "República de Côte d'Ivoire; Costa de Marfil; Республика Кот-д'Ивуар; Кот д'Ивуар; Берег Слоновой Кости; "
    "科特迪瓦共和国; 象牙海岸; جمهورية كوت ديفوار; ساحل العاج",
    "COD": "DRC; DR Congo; D.R. Congo; Congo, Dem. Rep.; Congo, Democratic Republic of the; "
    "Congo, The Democratic Republic of the; Congo, Democratic Republic; Congo (Democratic Republic of the); "
    "Democratic Republic of Congo; Congo-Kinshasa; Congo (Kinshasa); Zaire; RDC; RD Congo; "
    "Congo (République démocratique du); ДРК; ДР Конго; 刚果（金）; 刚果民主共和国; الكونغو الديمقراطية",
    "COG": "Congo, Rep.; Congo, Republic of; Congo, Republic of the; Congo (Republic of the); Republic of Congo; "
    "Congo-Brazzaville; Congo (Brazzaville); 刚果（布）; الكونغو برازافيل",
    "COM": "Коморы; Comores (les); القمر",
    "CPV": "Cape Verde; Cap-Vert; Кабо Верде; Острова Зеленого Мыса; الرأس الأخضر; جزر الرأس الأخضر",
    "CUW": "Curacao; Curaçao",
    "CYM": "Caymans; Острова Кайман",
    "CZE": "Czech Rep.; Czech Republic; République tchèque; República Checa; Чешская Республика; 捷克共和国; "
    "التشيك; جمهورية التشيك",
    "DJI": "Yibuti",
    "DMA": "Dominique",
    "DNK": "الدنمارك",
    "DOM": "Dominican Rep.; Dominican Rep; Доминикана; جمهورية الدومينيكان; الجمهورية الدومينيكانية",
    "EGY": "Egypt, Arab Rep.; Egypt, Arab Republic of",
    "ESH": "Western Sahara",
    "ETH": "أثيوبيا",
    "FJI": "Fiyi; Îles Fidji; Fiji Islands",
    "FLK": "Falkland Islands; Malvinas; Islas Malvinas; Îles Falkland; Îles Malouines; Фолклендские острова; "
    "Falkland Islands (Islas Malvinas)",
    "FRO": "Faeroe Islands; Faroes; جزر فارو",
    "FSM": "Micronesia, Fed. Sts.; Micronesia, Federated States of; Federated States of Micronesia",
    "GBR": "UK; U.K.; United Kingdom; United Kingdom of Great Britain and Northern Ireland (UK); "
    "Great Britain and Northern Ireland; Royaume-Uni; Reino Unido; Соединенное Королевство; Великобритания; 英国; 联合王国; "
    "المملكة المتحدة; المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية",
    "GMB": "Gambia, The; The Gambia; Gambia, Republic of the; République islamique de Gambie",
    "GNB": "Guinea Bissau; Guinée Bissau; غينيا بيساو",
    "HKG": "Hong Kong; Hong Kong SAR; Hong Kong SAR, China; Hong Kong, China; China, Hong Kong SAR; "
    "Hong Kong Special Administrative Region of China; Hong Kong, Special Administrative Region of China; "
    "Chine, RAS de Hong Kong; Chine, Hong Kong RAS; Гонконг; 香港; 香港特别行政区; 中国香港; هونغ كونغ",
    "HUN": "المجر",
    "IRL": "Republic of Ireland; République d'Irlande; Eire; ايرلندا",
    "IRN": "Iran; Iran, Islamic Rep.; Iran, Islamic Republic of; Irán; Иран; 伊朗; إيران",
    "IRQ": "Irak",
    "ISL": "أيسلندا",
    "KAZ": "Kazajistán; كازاخستان",
    "KEN": "Kenia",
    "KGZ": "Kyrgyz Republic; Kyrgyz Rep.; Kirghizstan; Kirguizistán; Киргизия; Киргизстан; قرغيزستان",
    "KNA": "St. Kitts and Nevis; St Kitts and Nevis; Saint Kitts & Nevis; Saint-Christophe-et-Niévès; San Cristóbal y Nieves",
    "KOR": "South Korea; Korea, South; Korea, Rep.; Korea, Rep. of; Korea, Republic of; Korea (Republic of); Rep. of Korea; "
    "ROK; Korea (South); S. Korea; Corée du Sud; Corée, République de; Corea del Sur; Corea, República de; "
    "Южная Корея; Корея, Республика; 韩国; 南韩; كوريا الجنوبية",
    "LAO": "Laos; Lao PDR; Lao People's Dem. Rep.; Lao P.D.R.; RDP lao; Лаос; ЛНДР; 老挝; لاوس",
    "LBY": "Libyan Arab Jamahiriya",
    "LCA": "St. Lucia; St Lucia",
    "LKA": "Ceylon",
    "LSO": "Lesoto",
    "MAC": "Macao; Macau; Macao SAR; Macao SAR, China; Macao, China; China, Macao SAR; Macau SAR; "
    "Macao Special Administrative Region of China; Chine, RAS de Macao; Chine, Macao RAS; Макао; 澳门; 澳门特别行政区; "
    "中国澳门; ماكاو",
    "MAF": "St. Martin (French part); Saint Martin (French part)",
    "MDA": "Moldova; Moldova, Republic of; Moldova, Rep.; Moldavie; Moldavia; Молдова; Молдавия; 摩尔多瓦; مولدوفا",
    "MDV": "Maldive Islands; Мальдивы; المالديف; جزر المالديف",
    "MHL": "Marshall Islands, the; Islas Marshall; Rep. of the Marshall Islands",
    "MKD": "North Macedonia, Republic of; The former Yugoslav Republic of Macedonia; "
    "Macedonia, the former Yugoslav Republic of; Macedonia, FYR; FYR Macedonia; FYROM; TFYR of Macedonia; "
    "ex-République yougoslave de Macédoine; ex República Yugoslava de Macedonia; "
    "бывшая югославская Республика Македония; 前南斯拉夫的马其顿共和国; جمهورية مقدونيا اليوغوسلافية السابقة",
    "MMR": "Burma; Birmanie; Birmania; Бирма; بورما",
    "MUS": "Mauritius, Republic of; Île Maurice; Isla Mauricio; 毛里求斯岛; موريشيس",
    "MWI": "Malaui; مالاوي",
    "NLD": "Netherlands; The Netherlands; Kingdom of the Netherlands; Netherlands, Kingdom of the; Pays-Bas; Países Bajos; "
    "Нидерланды; 荷兰; هولندا",
    "NZL": "Nueva Zelanda",
    "PLW": "Palaos; Belau",
    "PNG": "Papua-New Guinea; PNG; Papúa Nueva Guinea",
    "PRI": "Puerto Rico (US); Porto Rico",
    "PRK": "North Korea; Korea, North; Korea, Dem. People's Rep.; Korea, Dem. Rep.; Korea, Democratic People's Republic of; "
    "Korea, Dem. People's Rep. of; Korea (Democratic People's Republic of); DPR Korea; DPRK; Dem. People's Rep. Korea; "
    "Dem. People's Rep. of Korea; Korea (North); N. Korea; Corée du Nord; RPDC; RPD de Corée; Corea del Norte; "
    "Северная Корея; КНДР; 朝鲜; 北朝鲜; كوريا الشمالية",
    "PSE": "Palestine; Palestine, State of; West Bank and Gaza; Occupied Palestinian Territory; Palestinian Territories; "
    "Palestinian Territory, Occupied; Occupied Palestinian Territory, including East Jerusalem; "
    "Territoire palestinien occupé; Palestina; Territorio Palestino Ocupado; Палестина; "
    "оккупированная палестинская территория; 巴勒斯坦; 巴勒斯坦被占领土; فلسطين; الأرض الفلسطينية المحتلة",
    "QAT": "Catar",
    "REU": "La Réunion; Reunion; Reunion Island",
    "ROU": "Rumania",
    "RUS": "Russia; Russie; Rusia; Россия; РФ; 俄罗斯; روسيا; روسيا الاتحادية",
    "RWA": "Ruanda",
    "SAU": "KSA; Arabia Saudí; 沙特; السعودية",
    "SDN": "The Sudan; Sudan, the",
    "SHN": "Saint Helena, Ascension and Tristan da Cunha; St. Helena",
    "SOM": "Somalia, Fed. Rep.",
    "SPM": "St. Pierre and Miquelon",
    "STP": "São Tomé and Príncipe; São Tomé & Príncipe; Sao Tome & Principe; São Tomé-et-Príncipe; Sao Tomé et Principe",
    "SUR": "Surinam",
    "SVK": "Slovak Rep.; Slovak Republic",
    "SWZ": "Swaziland; eSwatini; Suazilandia; Swazilandia; Свазиленд; سوازيلند; سوازيلاند",
    "SXM": "Sint Maarten; Saint Maarten; Saint Maarten (Dutch part); St. Maarten",
    "SYC": "Сейшелы; Îles Seychelles; سيشل",
    "SYR": "Syria; Syrie; Siria; Сирия; 叙利亚; سوريا; سورية",
    "TJK": "Tayikistan; Tadzhikistan",
    "TKM": "Туркмения; تركمنستان",
    "THA": "تايلاند",
    "TLS": "East Timor; Timor Leste; Timor oriental; Timor Oriental; Восточный Тимор; تيمور الشرقية",
    "TTO": "Trinidad & Tobago; Trinidad and Tobago, Republic of; Trinité et Tobago; Trinidad y Tobago",
    "TUR": "Turkey; Turkiye; Republic of Türkiye; Republic of Turkey; Turquie; République de Türkiye; République de Turquie; "
    "Turquía; República de Türkiye; República de Turquía; Турецкая Республика; Тюркие; 土耳其共和国; الجمهورية التركية; "
    "جمهورية تركيا",
    "TZA": "Tanzania; Tanzania, United Republic of; Tanzania, United Rep. of; Tanzanie; Tanzanía; Танзания; 坦桑尼亚; تنزانيا",
    "UKR": "The Ukraine",
    "USA": "US; U.S.; U.S.A.; United States; United States of America (USA); USA; États-Unis; Etats-Unis; Estados Unidos; "
    "EE. UU.; EE.UU.; EEUU; EUA; США; Соединенные Штаты; 美国; الولايات المتحدة",
    "VAT": "Vatican; Vatican City; Vatican City State; Holy See (Vatican City State); Holy See (Vatican City); "
    "Cité du Vatican; Ciudad del Vaticano; Ватикан; 梵蒂冈; 罗马教廷; الفاتيكان",
    "VCT": "St. Vincent and the Grenadines; St Vincent and the Grenadines; Saint Vincent & the Grenadines; "
    "St. Vincent & Grenadines",
    "VEN": "Venezuela; Venezuela, RB; Venezuela, Bolivarian Republic of; Венесуэла; 委内瑞拉; فنزويلا",
    "VGB": "British Virgin Islands; Virgin Islands, British; Virgin Islands (British); BVI",
    "VIR": "Virgin Islands (U.S.); Virgin Islands, U.S.; US Virgin Islands; U.S. Virgin Islands",
    "VNM": "Vietnam; Viêt Nam; 越南社会主义共和国; فيتنام",
    "WLF": "Wallis and Futuna; Wallis-et-Futuna",
    "WSM": "Western Samoa",
    "YEM": "Yemen, Rep.",
    "ZAF": "RSA; ЮАР; República Sudafricana; Suráfrica",
    "ZWE": "Zimbabue",
}

# The list of the founding page, in its spelling. "Global" is in it too; that is a scope.
SEED = """
Afghanistan; Albania; Algeria; Andorra; Angola; Antigua and Barbuda; Argentina; Armenia; Australia; Austria; Azerbaijan;
Bahamas, The; Bahrain; Bangladesh; Barbados; Belarus; Belgium; Belize; Benin; Bhutan; Bolivia (Plurinational State of);
Bosnia and Herzegovina; Botswana; Brazil; Brunei Darussalam; Bulgaria; Burkina Faso; Burundi; Cabo Verde; Cambodia;
Cameroon; Canada; Central African Republic; Chad; Chile; China; Colombia; Comoros; Congo, Rep.; Costa Rica; Côte d’Ivoire;
Croatia; Cuba; Cyprus; Czechia; Democratic Republic of the Congo; Denmark; Djibouti; Dominica; Dominican Republic; Ecuador;
Egypt, Arab Rep.; El Salvador; Equatorial Guinea; Eritrea; Estonia; Eswatini; Ethiopia; Fiji; Finland; France; Gabon;
Gambia, The; Georgia; Germany; Ghana; Greece; Grenada; Guatemala; Guinea; Guinea-Bissau; Guyana; Haiti; Honduras; Hungary;
Iceland; India; Indonesia; Iran, Islamic Rep.; Iraq; Ireland; Israel; Italy; Jamaica; Japan; Jordan; Kazakhstan; Kenya;
Kiribati; Korea, Dem. People’s Rep.; Korea, Rep.; Kosovo*; Kuwait; Kyrgyzstan; Lao People's Democratic Republic; Latvia;
Lebanon; Lesotho; Liberia; Libya; Liechtenstein; Lithuania; Luxembourg; Madagascar; Malawi; Malaysia; Maldives; Mali; Malta;
Marshall Islands; Mauritania; Mauritius, Republic of; Mexico; Micronesia, Fed. Sts.; Monaco; Mongolia; Montenegro; Morocco;
Mozambique; Myanmar; Namibia; Nauru; Nepal; Netherlands; New Zealand; Nicaragua; Niger; Nigeria; North Macedonia; Norway;
Oman; Pakistan; Palau; Panama; Papua New Guinea; Paraguay; Peru; Philippines; Poland; Portugal; Qatar; Republic of Moldova;
Romania; Russian Federation; Rwanda; Saint Kitts and Nevis; Saint Lucia; Saint Vincent and the Grenadines; Samoa; San Marino;
Sao Tome and Principe; Saudi Arabia; Senegal; Serbia; Seychelles; Sierra Leone; Singapore; Sint Maarten (Dutch part);
Slovak Republic; Slovenia; Solomon Islands; Somalia; South Africa; South Sudan; Spain; Sri Lanka; Sudan; Suriname; Sweden;
Switzerland; Syrian Arab Republic; Tajikistan; Tanzania, United Republic of; Thailand; Timor-Leste; Togo; Tonga;
Trinidad and Tobago; Tunisia; Türkiye; Turkmenistan; Tuvalu; Uganda; Ukraine; United Arab Emirates;
United Kingdom of Great Britain and Northern Ireland (UK); United States of America (USA); Uruguay; Uzbekistan; Vanuatu;
Venezuela (Bolivarian Republic of); Viet Nam; Yemen; Zambia; Zimbabwe
"""
