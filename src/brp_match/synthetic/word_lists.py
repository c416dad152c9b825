# ruff: noqa: SIM905
"""Names and streets that Faker does not have, from common knowledge: parts to build names of."""

from __future__ import annotations

DUTCH_FORMAL = {
    "M": "Johannes Cornelis Hendrikus Wilhelmus Petrus Antonius Jacobus Adrianus Martinus Theodorus "
    "Franciscus Gerardus Lambertus Leonardus Hendrik Willem Pieter Gerrit Jan Dirk Albertus Bernardus "
    "Nicolaas Christiaan Matthijs Laurens Bartholomeus Sebastiaan Alexander Maximiliaan",
    "V": "Johanna Maria Anna Cornelia Elisabeth Wilhelmina Hendrika Adriana Margaretha Catharina Petronella "
    "Geertruida Jacoba Antonia Theodora Francisca Gerarda Helena Christina Susanna Aleida Berendina "
    "Magdalena Alida Jantje Trijntje Neeltje Grietje Aaltje Dirkje",
}
DUTCH_STEMS = (
    "Hoog Wester Ooster Noord Zuid Nieuw Oude Groen Roo Kooi Mole Ber Bos Veld Dijk Haver Kool Linden Eiken "
    "Berken Doorn Hazel Rozen Wilgen Kerk Molen Brand Stein Vogel Haan Zwaan Lam Schaap Wolf Beren Vos "
    "Damme Kamp Heide Loo Ween Wijn Korte Lange Grote Kleine Hane Rade Spaan Sluis Brug Poort Toren"
).split()
DUTCH_ENDS = "berg veld huis man stra kamp mans dijk broek hof horst boer huizen laar stein meijer maker drecht zicht wijk".split()
DUTCH_PREFIXES = (
    "van",
    "van de",
    "van der",
    "van den",
    "de",
    "ter",
    "ten",
    "in 't",
    "van 't",
    "te",
)

ERITREAN = {
    "M": "Tesfay Haile Gebremedhin Yohannes Filmon Abraham Mehari Berhane Kidane Tekle Habtom Samuel Daniel "
    "Isaias Mussie Amanuel Robel Yonas Mulugeta Girmay Kibrom Merhawi Natnael Biniam Simon Fitsum Zeray "
    "Okbay Negasi Semere Temesgen Desale Henok Efrem Tsegay Aman Medhanie Awet Bereket Goitom",
    "V": "Selam Semhar Luwam Feven Helen Rahwa Saba Miriam Senait Tsehay Letekidan Abrehet Winta Yordanos "
    "Bisrat Delina Eden Freweini Kisanet Lidya Mebrahtu Rigbe Salem Tirhas Zebib Almaz Azeb Danait Elsa Hiwet",
}
SYRIAN = {
    "M": "Ahmad Mohammad Mahmoud Khaled Omar Ali Hassan Hussein Ibrahim Yousef Mustafa Abdullah Abdulrahman "
    "Bilal Bashar Fadi Firas George Hani Imad Jamal Karim Majd Nabil Osama Rami Samer Tarek Wael Yaser Ziad "
    "Anas Ayman Basel Elias Ghassan Haitham Louay Maher Nizar Qusai Riad Salim Taha Wassim",
    "V": "Fatima Aisha Maryam Khadija Zainab Amina Rania Hala Nour Rima Salma Sara Yasmin Zahra Abeer Dima Ghada "
    "Hanan Iman Jumana Lama Maha Nadia Ola Reem Safaa Suad Taghreed Wafaa Batoul Rasha Samira Hiba Lina Manal",
}
SYRIAN_SURNAMES = (
    "Hariri Masri Halabi Shami Homsi Khatib Najjar Haddad Sabbagh Khalil Hamdan Qasem Darwish Jaber Saleh Asaad "
    "Nasser Aswad Ahmad Mohammad Ibrahim Hassan Suleiman Yousef Issa Mousa Daoud Barakat Kurdi Turk Hallaq "
    "Naasan Sheikh Kasem Rifai Zein Omar Abbas Jouma Hussein Mansour Othman Tahan Bitar Hamwi Dalati"
).split()
POLISH_STEMS = (
    "Kowal Nowak Wisniew Wojcie Kamin Lewandow Zielin Szyman Wozniak Dabrow Kozlow Jankow Mazur Kwiatkow "
    "Krawczyk Piotrow Grabow Nowakow Pawlow Michal Nowicki Adamczyk Dudek Zajac Wieczorek Jablon Krol "
    "Majew Olszew Jaworsk Malinow Stepien Gorsk Rutkow Witkow Sikor Baran Duda Szewczyk Tomasz Pietrza "
    "Marcinia Wroblew Zalew Jakubow Jasin Zawadzk Sadow Chmiel Borkow Czarneck Sawick Sokolow Urban Kubiak"
).split()
POLISH_ENDS = ("ski", "ska", "wicz", "czyk", "ak", "ek", "ński", "ńska")
STREET_STEMS = (
    "Kerk Dorps School Molen Station Haven Markt Linden Eiken Berken Beuken Kastanje Rozen Tulpen Narcis Anemoon "
    "Wilhelmina Juliana Beatrix Oranje Emma Prins Koningin Burgemeester Doctor Vermeer Rembrandt Ruysdael Mozart "
    "Beethoven Bach Merel Lijster Zwaluw Mees Vink Spreeuw Haven Zee Duin Polder Dijk Veen Heide Bos Weide Akker "
    "Korenbloem Klaver Papaver Lavendel Iris Gracht Kade Singel Wal Vest Brug Sluis Toren Kasteel Abdij Klooster"
).split()
STREET_ENDS = "straat laan weg plein hof pad singel kade dreef steeg".split()

TRADES = (
    "Kapsalon", "Bouwbedrijf", "Schildersbedrijf", "Bakkerij", "Cafetaria", "Klussenbedrijf", "Autobedrijf",
    "Bloemenhuis", "Eetcafé", "Schoonmaakbedrijf", "Hoveniersbedrijf", "Transportbedrijf",
)  # fmt: skip
LEGAL = ("B.V.", "BV", "Holding B.V.", "Beheer BV", "Stichting", "V.V.E.", "N.V.")

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ь": "", "ю": "iu", "я": "ia", "'": "", "’": "",
}  # fmt: skip
"""Ukrainian national system of 2010, as passports have it."""
