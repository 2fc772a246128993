/**
 * Names whose usual writing is not Latin, or whose order is not given name first. Pairs are 'own
 * script:Latin'.
 */
const pairs = (text: string) =>
  text.split(' ').map((pair) => {
    const [own = '', latin = own] = pair.split(':');
    return [own, latin.replaceAll('_', ' ')] as const;
  });
export type ScriptPair = readonly [own: string, latin: string];

export const UKRAINIAN = {
  female: pairs(
    'Ганна:Hanna Марія:Mariia Галина:Halyna Людмила:Liudmyla Валентина:Valentyna Світлана:Svitlana ' +
      'Наталія:Nataliia Оксана:Oksana ' +
      'Тетяна:Tetiana Олена:Olena Ірина:Iryna Юлія:Yuliia Катерина:Kateryna Анастасія:Anastasiia ' +
      'Дарина:Daryna Соломія:Solomiia Злата:Zlata',
  ),
  male: pairs(
    'Микола:Mykola Василь:Vasyl Петро:Petro Володимир:Volodymyr Сергій:Serhii Юрій:Yurii ' +
      'Олександр:Oleksandr Андрій:Andrii Ігор:Ihor ' +
      'Віталій:Vitalii Роман:Roman Тарас:Taras Богдан:Bohdan Дмитро:Dmytro Максим:Maksym Артем:Artem ' +
      'Матвій:Matvii',
  ),
  // the adjectival ones change: -ський, -ська
  surnames: pairs(
    'Шевченко:Shevchenko Коваленко:Kovalenko Бондаренко:Bondarenko Ткаченко:Tkachenko ' +
      'Кравченко:Kravchenko Олійник:Oliinyk Шевчук:Shevchuk ' +
      'Поліщук:Polishchuk Лисенко:Lysenko Мельник:Melnyk Марченко:Marchenko Савченко:Savchenko ' +
      'Руденко:Rudenko Петренко:Petrenko Мороз:Moroz ' +
      'Козак:Kozak Гончар:Honchar Кравчук:Kravchuk Левчук:Levchuk Вишневський:Vyshnevskyi ' +
      'Заболотний:Zabolotnyi Яворський:Yavorskyi',
  ),
} as const;

export const ARABIC = {
  female: pairs(
    'فاطمة:Fatima خديجة:Khadija عائشة:Aicha مريم:Maryam نادية:Nadia سميرة:Samira ليلى:Layla هدى:Huda ' +
      'سلمى:Salma ياسمين:Yasmin آية:Aya',
  ),
  male: pairs(
    'محمد:Mohammed أحمد:Ahmed حسن:Hassan علي:Ali عمر:Omar يوسف:Youssef خالد:Khaled إبراهيم:Ibrahim ' +
      'رشيد:Rachid كريم:Karim ياسين:Yassine آدم:Adam',
  ),
  surnames: pairs(
    'العلوي:El_Alaoui بناني:Bennani التازي:Tazi الإدريسي:El_Idrissi منصور:Mansour حداد:Haddad خوري:Khoury' +
      ' الفاسي:El_Fassi زيدان:Zidan ' +
      'نصر:Nasr سالم:Salem بركات:Barakat درويش:Darwish شاهين:Shahin عثمان:Othman',
  ),
} as const;

export const CHINESE = {
  female: pairs(
    '芳:Fang 秀英:Xiuying 丽:Li 敏:Min 静:Jing 燕:Yan 雪梅:Xuemei 婷婷:Tingting 欣怡:Xinyi 雨桐:Yutong',
  ),
  male: pairs(
    '建国:Jianguo 伟:Wei 强:Qiang 军:Jun 磊:Lei 志明:Zhiming 浩然:Haoran 宇轩:Yuxuan 子豪:Zihao 俊杰:Junjie',
  ),
  surnames: pairs(
    '王:Wang 李:Li 张:Zhang 刘:Liu 陈:Chen 杨:Yang 黄:Huang 赵:Zhao 周:Zhou 吴:Wu 徐:Xu 孙:Sun 林:Lin 何:He 欧阳:Ouyang',
  ),
} as const;

/** What colleagues call somebody whose name they find hard; many choose one. */
export const CHINESE_CHOSEN = {
  female: ['Grace', 'Amy', 'Lily', 'Vivian'],
  male: ['Kevin', 'Leo', 'Jason', 'Henry'],
} as const;

export const VIETNAMESE = {
  female: 'Lan Hoa Hương Mai Thảo Hạnh Linh Trang Ngọc Phương Quỳnh Vy'.split(' '),
  male: 'Hùng Dũng Tuấn Minh Đức Sơn Long Quang Nam Huy Khoa Bảo'.split(' '),
  surnames: 'Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý'.split(' '),
  middles: { female: ['Thị', 'Thị Thu', 'Thị Kim', 'Ngọc'], male: ['Văn', 'Đình', 'Quốc', 'Hữu'] },
} as const;

/** One word is the whole name. */
export const MONONYMS = {
  female: 'Sukarni Wahyuni Sulastri Kartini Suryani Lestari Yuliana Rukmini'.split(' '),
  male: 'Wiyono Sukarno Sutrisno Suparman Hartono Mulyadi Budiono Slamet'.split(' '),
} as const;
