# Сайт на русском языке. Во всех языках одни и те же сообщения и переменные.

## Рамка страницы
skip = Перейти к тексту
public-record = Открытый фонд документов
find = Найти
search = Поиск
search-hint = Слова, «фразы» или условное обозначение в любом написании
languages = Языки сайта
parts-of-site = Разделы сайта
where = Место страницы
issued-by = Издано: { $x }
checkpoint = Контрольная отметка открытого журнала
log-key = Ключ журнала
rules = Правила для писем
rules-text = Правила, по которым проверяются поступающие письма, с указанием основания каждого из них. Эти страницы — на английском языке.
feed = Лента этой страницы
pages = Страницы
page-before = Предыдущая страница
page-next = Следующая страница
page-first = Первая страница
documents = { $n ->
    [one] { $n } документ
    [few] { $n } документа
    [many] { $n } документов
   *[other] { $n } документа
 }
so-many = { $n }

## Списки
daily-list = Список за день
daily-list-of = Документы за { $x }
more-of-this-day = Список за этот день занимает несколько страниц.
day-before = { $x }
day-after = { $x }
nothing-yet = Пока ничего не выпущено.
documents-all = Документы
documents-heading = Документы
oldest-first = в хронологическом порядке
organs = Органы
sessions-and-years = Сессии и годы
running-numbers = Сквозная нумерация
newest-of = Последние документы: { $x }
agenda = Пункты повестки дня
item = Пункт { $x } повестки дня
senders = Отправители
senders-text = Члены и наблюдатели, чьи письма или ноты имеются в фонде, в порядке официального списка организации.
sent-by = Сообщения отправителя
kinds = Виды
kind = Вид
kind-letter = Письма
kind-identical-letters = Идентичные письма
kind-note-verbale = Вербальные ноты
kind-note = Записки
kind-other = Прочие документы
one-letter = Письмо
one-identical-letters = Идентичные письма
one-note-verbale = Вербальная нота
one-note = Записка
one-other = Прочий документ
dates = Даты
days = Дни
month-of = { $m } { $y } года
month-01 = Январь
month-02 = Февраль
month-03 = Март
month-04 = Апрель
month-05 = Май
month-06 = Июнь
month-07 = Июль
month-08 = Август
month-09 = Сентябрь
month-10 = Октябрь
month-11 = Ноябрь
month-12 = Декабрь
imported = Включено извне

## Чего нет
failed = Произошла ошибка
failed-text = Не удалось подготовить страницу. Бюро об этом извещено; повторите попытку позднее.
missing = В открытом фонде не значится
missing-text = Этому адресу не соответствует ни один общедоступный документ. Введите условное обозначение в любом написании или воспользуйтесь поиском.
nearest = Ближайшие из имеющихся
choice = Несколько документов
choice-text = Написанному соответствует более одного документа.
withdrawn = Этот документ был выпущен, а затем отозван.
withdrawn-on = Этот документ был выпущен, а затем отозван. Дата отзыва: { $x }.
voided = Это условное обозначение было присвоено и аннулировано до выпуска документа.
never-again = Оно больше никогда не присваивается.
reason = Причина:

## Документ
imported-note = Документ включен в фонд извне. Эта страница набрана заново с подлинника, который остается аутентичным текстом.
not-in-language = На запрошенном языке документа нет.
versions = Версии на разных языках
original-file = Файл подлинника
facts-of-document = Сведения о документе
from = Отправитель
date-letter = Дата письма
date-masthead = Дата в заголовке
date-release = Дата выпуска
original-language = Язык оригинала
job-number = Номер заказа
distribution = Распространение
exception = Языки
attachments = Приложения
public-log = Открытый журнал
relations = Связанные документы
relation-out-adds-to = Дополняет
relation-out-corrects = Исправляет
relation-out-revises = Пересматривает
relation-out-supersedes = Заменяет
relation-out-transmits = Препровождает
relation-out-replies-to = Ответ на
relation-out-identical-with = Идентичен документу
relation-out-joint-with = Направлен совместно с
relation-in-adds-to = Дополнен документом
relation-in-corrects = Исправлен документом
relation-in-revises = Пересмотрен документом
relation-in-supersedes = Заменен документом
relation-in-transmits = Препровожден документом
relation-in-replies-to = Ответ содержится в
relation-in-identical-with = Идентичен документу
relation-in-joint-with = Направлен совместно с
catalogue = Темы и примечания
redacted = Часть хранившихся материалов этого документа навсегда удалена по решению бюро; запись об этом сохраняется.
text = Текст
part-letter = Основной текст
place-paragraph = { $part }, абзац { $x }
files = Файлы
file = Файл
forms = Форматы
language = Язык
bytes = Байты
facts-as-json = Все сведения в формате JSON
verify = Проверка подлинности
verify-text = При выпуске документа хеш-сумма каждого из его файлов заносится в открытый журнал, из которого ничего нельзя удалить. Каждый, у кого есть файл, может вычислить его хеш-сумму и сравнить.
verify-imported = Этот документ был выпущен в другом месте; открытый журнал содержит лишь то, что выпущено самим бюро. Хеш-суммы относятся к хранящимся здесь файлам.
verify-how = Если есть файл и квитанция документа, для проверки не нужны ни бюро, ни сеть:
receipt = Квитанция
log-entry = Запись { $x } журнала
cite = Как ссылаться
reference = { $body }, «{ $title }», { $symbols } ({ $date }).
provenance = Происхождение сведений
from-metadata = метаданные подлинника
from-machine = прочитано машиной (версия { $x }); никем не подтверждено
from-officer = сотрудник
field-symbols = Условные обозначения
field-language = Язык
field-languages = Языки частей
field-kind = Вид
field-document-type = Тип документа
field-job-number = Номер заказа
field-distribution = Распространение
field-masthead-date = Дата в заголовке
field-letter-date = Дата письма
field-release-date = Дата выпуска
field-original-language = Язык оригинала
field-bodies = Органы и пункты повестки дня
field-agenda-item-titles = Названия пунктов повестки дня
field-title = Название
field-subtitle = Подзаголовок
field-sender = Отправитель
field-senders = Отправители
field-addressees = Адресаты
field-requested-circulation = Запрошенное распространение
field-requested-attention = Запрошенное внимание
field-signatories = Подписи
field-annexes = Приложения
field-citations = Цитируемые документы
field-references = Ссылки
field-adopted = Принятие
field-pictures = Изображения
field-pages-total = Число страниц
field-metadata = Метаданные
field-text = Текст

## Ссылки
citations = Ссылки
citations-of = Ссылки: { $x }
citations-all = Все ссылки
no-citations = Документ не ссылается на другие документы, и ни один документ фонда не ссылается на него.
cites = Ссылается на
cited-by = На него ссылаются
cites-nothing = Документ не ссылается на другие документы.
cited-by-nothing = Ни один документ фонда не ссылается на него.
cites-so-many = { $n ->
    [one] Ссылается на { $n } документ.
    [few] Ссылается на { $n } документа.
    [many] Ссылается на { $n } документов.
   *[other] Ссылается на { $n } документа.
 }
cited-by-so-many = { $n ->
    [one] На него ссылается { $n } документ.
    [few] На него ссылаются { $n } документа.
    [many] На него ссылаются { $n } документов.
   *[other] На него ссылаются { $n } документа.
 }
and-more = { $n ->
    [one] и еще { $n }
    [few] и еще { $n }
    [many] и еще { $n }
   *[other] и еще { $n }
 }
neighbourhood = Окружение
neighbourhood-of = Окружение документа { $x }
picture-text = Слева — документы, на которые он ссылается, справа — документы, которые ссылаются на него; то же содержат таблицы ниже.
as-csv = В виде таблицы (CSV)
to-document = К документу
symbol = Условное обозначение
title = Название
places = Места
not-on-record = в фонде не значится
most-cited = Наиболее цитируемые
most-cited-text = Документы, на которые ссылается больше всего документов фонда.

## Полнота
gaps = Полнота
gaps-text = По каждой серии: до какого номера она известна и сколько из этих номеров учтено.
series = Серия
session-or-year = Сессия или год
highest-number = Наибольший номер
accounted-for = Учтено
series-summary = В открытом фонде имеется { $n } из номеров до { $of } включительно.
numbers = Номера
how-many = Количество
state = Состояние
state-issued = Выпущен
state-withdrawn = Отозван
state-void = Аннулирован
state-reserved = Зарезервирован
state-not-public = Не открыт

## Поиск
search-help = Должны встретиться все слова. «Фразы» заключаются в кавычки, звездочка завершает начало слова, знак минуса исключает слово.
search-help-title = Как искать
named-document = Документ с этим условным обозначением
filters = Фильтры
filter-remove = Убрать { $x }
found = { $n ->
    [one] Найден { $n } текст
    [few] Найдено { $n } текста
    [many] Найдено { $n } текстов
   *[other] Найдено { $n } текста
 }
nothing-found = Ничего не найдено.
also-in = Также на других языках:
sort-relevance = по соответствию
sort-date = сначала новые
narrow = Уточнить поиск
facets-partial = Текстов так много, что подсчитана лишь их часть.
facet-organ = Орган
facet-year = Год
facet-sender = Отправитель
facet-kind = Вид
facet-language = Язык
facet-session = Сессия
facet-distribution = Распространение
did-you-mean = Возможно, имелось в виду
help-written = Что написать
help-finds = Что будет найдено
help-words = оба слова в любых формах
help-words-example = внутреннее рыболовство
help-phrase = эти слова подряд, как они есть
help-phrase-example = "уровень воды"
help-prefix = слова с таким началом
help-prefix-example = рыб*
help-without = без слова, стоящего за знаком минуса
help-without-example = река -озеро
help-or = одно из двух; OR соединяет только соседние слова
help-or-example = озеро OR река
help-title = с этим словом в названии
help-title-example = title:письмо
help-symbol = этот документ при любом написании условного обозначения и все, что его дополняет или исправляет
help-place = этого органа, этой сессии и этого пункта повестки дня
help-state = направленные этим членом или наблюдателем, по полному названию на английском языке
help-year = выпущенные в этом году; year:2024..2026 — за несколько лет
help-kind = этого вида
help-language = на этом языке
help-more = Скобки не группируют. Прописные буквы и диакритические знаки не имеют значения. Ни одно название места не заменяет другое.
query-too-long = Запрос слишком длинный.
query-too-many = В запросе слишком много слов.
query-no-word = В «{ $x }» нет слова для поиска; напишите буквы или цифры.
query-unclosed = Кавычка не закрыта; закройте ее в конце фразы.
query-unknown-field = «{ $x }:» — не поле. Чтобы найти сами слова, заключите их в кавычки.
query-empty-field = После «{ $x }:» ничего нет; напишите значение сразу после двоеточия.
query-brackets = Скобки не группируют слова; заключите эту часть в кавычки или уберите скобки.
query-loose-star = Звездочка ставится только в конце слова.
query-short-prefix = Перед звездочкой должно быть не менее двух букв.
query-many-before-star = Звездочка относится к одному слову; остальные напишите отдельно.
query-loose-minus = Чтобы исключить слово, поставьте знак минуса прямо перед ним.
query-loose-or = OR соединяет то, что стоит до и после него; напишите и то и другое.
query-not-symbol = «{ $x }» — не условное обозначение этой организации.
query-not-year = «{ $x }» — не год; напишите year:2026 или year:2024..2026.
query-not-language = «{ $x }» — не язык; напишите две буквы его обозначения.
