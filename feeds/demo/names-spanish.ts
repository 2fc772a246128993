import type { Random } from './random.ts';

export const SPANISH_GIVEN = {
  female: (
    'Josefa Francisca Dolores Carmen Encarnación Amparo Pilar Rosario Concepción Antonia Isabel Teresa ' +
    'Mercedes Rosa Montserrat Inmaculada ' +
    'Ana María Cristina Begoña Susana Yolanda Mónica Sonia Beatriz Patricia Silvia Raquel Laura Marta ' +
    'Elena Vanesa Noelia Sara Andrea Alba ' +
    'Irene Lucía Paula Carla Claudia Nerea Aitana Daniela Valeria Martina Sofía Vega Olivia'
  ).split(' '),
  male: (
    'José Antonio Manuel Francisco Vicente Salvador Rafael Ramón Juan Luis Enrique Joaquín Pascual Miguel' +
    ' Jesús Fernando Ángel Carlos ' +
    'Javier Jorge Alberto Roberto Óscar Raúl David Sergio Rubén Daniel Iván Víctor Adrián Pablo Álvaro ' +
    'Alejandro Diego Mario Hugo Marcos ' +
    'Izan Nicolás Lucas Leo Mateo Enzo Bruno Thiago'
  ).split(' '),
} as const;

export const SPANISH_FAMILIAR: Readonly<Record<string, string>> = {
  José: 'Pepe',
  Francisco: 'Paco',
  Josefa: 'Pepa',
  Dolores: 'Lola',
  Concepción: 'Concha',
  Inmaculada: 'Inma',
  Montserrat: 'Montse',
  Manuel: 'Manolo',
  Ignacio: 'Nacho',
  Antonio: 'Toni',
  Pilar: 'Pili',
  Francisca: 'Paqui',
  Rosario: 'Charo',
  Mercedes: 'Merche',
  Enrique: 'Quique',
  Vicente: 'Vicent',
  Alejandro: 'Álex',
  Beatriz: 'Bea',
  Rafael: 'Rafa',
  Encarnación: 'Encarna',
  Teresa: 'Tere',
};

const COMMON = (
  'García Martínez López Sánchez Pérez González Gómez Fernández Rodríguez Ruiz Navarro Moreno Torres ' +
  'Jiménez Romero Ferrer Muñoz Ortega ' +
  'Blasco Molina Soler Gil Serrano Ramos Álvarez Castillo Marín Vidal Gimeno Esteve Pastor Ibáñez Climent' +
  ' Sanz Ferrando Giner Peris ' +
  'Alonso Domínguez Vázquez Ramírez Delgado Castro Ortiz Rubio Núñez Medina Iglesias Cortés Garrido ' +
  'Guerrero Lozano Cano Prieto Méndez ' +
  'Cruz Herrera Peña Flores Cabrera Campos Vega Fuentes Carrasco Reyes Caballero Nieto Aguilar Pascual ' +
  'Santana Herrero Montero Lorenzo'
).split(' ');
const ROOTS = (
  'Agu Alb Alc Alm Arr Barr Ben Cald Camp Cant Carr Cast Cerr Esc Font Gall Garr Mald Mans Mont Mor Nav ' +
  'Oliv Palm Per Quint Rib Salv Sant ' +
  'Sor Torr Vald Verd Villal Zam'
).split(' ');
const ENDINGS = (
  'ado ano aza edo ejo ellas era ería ero ida illo inas onda osa uela uera ueta al ara ique olmo entes ' +
  'atell'
).split(' ');

/** One surname; a person has two, the first of the father and the first of the mother. */
export function spanishSurname(random: Random): string {
  return random.chance(65) ? random.pickEarly(COMMON) : random.pick(ROOTS) + random.pick(ENDINGS);
}

export const MARIA_SECOND = [
  'del Carmen',
  'José',
  'Dolores',
  'del Pilar',
  'Teresa',
  'Ángeles',
  'Luisa',
  'Isabel',
] as const;
export const JOSE_SECOND = [
  'Luis',
  'Antonio',
  'Manuel',
  'María',
  'Miguel',
  'Vicente',
  'Ramón',
  'Ignacio',
] as const;
