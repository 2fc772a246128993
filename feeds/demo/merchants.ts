import type { Town } from './places.ts';

/** What money is spent on by card. */
export type Goods =
  | 'groceries'
  | 'eating out'
  | 'clothes'
  | 'chemist'
  | 'transport'
  | 'home'
  | 'fun'
  | 'online'
  | 'baby'
  | 'books'
  | 'travel';

/** How heavy one purchase weighs beside another. */
export const WEIGHT: Readonly<Record<Goods, number>> = {
  groceries: 22,
  'eating out': 8,
  clothes: 18,
  chemist: 7,
  transport: 12,
  home: 26,
  fun: 10,
  online: 14,
  baby: 16,
  books: 6,
  travel: 45,
};

/** Shops, all made up. */
export const MERCHANTS: Readonly<Record<Town['country'], Readonly<Record<Goods, readonly string[]>>>> = {
  CZ: {
    groceries: ['Potraviny Klásek', 'Samoobsluha U Mostu', 'Tržnice Zelný koš', 'Řeznictví Kotleta'],
    'eating out': ['Kavárna Skřivánek', 'Hospoda U Tří bříz', 'Bistro Lžička', 'Jídelna Naběračka'],
    clothes: ['Oděvy Nitka', 'Boty Šlápota', 'Galanterie Knoflík'],
    chemist: ['Lékárna Máta', 'Drogerie Bublina'],
    transport: ['Městská doprava Lipná', 'Benzina Kapka', 'Dráhy Píšťala'],
    home: ['Nábytek Dubina', 'Železářství Hřebík', 'Elektro Jiskra'],
    fun: ['Kino Promítačka', 'Bazén Na Hrázi', 'Divadlo Opona'],
    online: ['bednička.example', 'zasilkomat.example'],
    baby: ['Dětský svět Dupáček', 'Kočárky Kolébka', 'Plenky a dudlíky'],
    books: ['Knihkupectví Stránka', 'Papírnictví Pastelka'],
    travel: ['Cestovní kancelář Obzor', 'Penzion Na Paloučku'],
  },
  ES: {
    groceries: ['Supermercado El Cesto', 'Frutería La Huerta', 'Mercado Ruzafita', 'Panadería San Roque'],
    'eating out': ['Cafetería Mar Azul', 'Bar La Parada', 'Arrocería El Grano', 'Horchatería Blanca'],
    clothes: ['Modas Hilandera', 'Zapatos Huella', 'Textil Botón'],
    chemist: ['Farmacia Romero', 'Droguería Espuma'],
    transport: ['Metro de Villaflor', 'Gasolinera Gota', 'Trenes Silbato'],
    home: ['Muebles El Roble', 'Ferretería Clavo', 'Electro Chispa'],
    fun: ['Cine Lumbre', 'Piscina La Ola', 'Teatro Telón'],
    online: ['cajita.example', 'paquetes.example'],
    baby: ['Bebés Cuna Blanca', 'Pañales y más', 'Carritos Nube'],
    books: ['Librería Página', 'Papelería Tinta'],
    travel: ['Viajes Horizonte', 'Hostal Brisa Clara'],
  },
  US: {
    groceries: ['Pantry Lane Market', 'Corner Basket', "Fisherman's Catch", 'Apple Crate Farm Stand'],
    'eating out': ['Blue Heron Café', 'The Chowder Pot', 'Second Cup Diner', 'Pier Pizza'],
    clothes: ['Woolen Mill Outfitters', 'Bootprint Shoes', 'Button & Thread'],
    chemist: ['Apothecary on Elm', 'Soap & Suds'],
    transport: ['Harbor Transit', 'Drop Gas & Go', 'Whistle Rail'],
    home: ['Spruce Furniture', 'Nail & Hammer Hardware', 'Spark Appliances'],
    fun: ['Lantern Cinema', 'Tidepool Swim Club', 'Curtain Theater'],
    online: ['littlebox.example', 'parcel.example'],
    baby: ['Cradle & Co.', 'Tiny Toes', 'Stroller House'],
    books: ['Turned Page Books', 'Ink & Paper'],
    travel: ['Horizon Travel', 'The Lantern Inn'],
  },
};
