// What Spanish customers, bots and agents say in a seed. `{slots}` are filled in by texts.ts.
import type { Scenario } from './scenario.ts'

export const spanish: readonly Scenario[] = [
  {
    topic: 'Delivery',
    tag: 'late',
    opening: [
      'Hola, ¿dónde está mi pedido {order}? Tenía que llegar el {day}.',
      'El paquete con {product} no llega. Pedido {order}.',
    ],
    bot: [
      'He buscado {order}: salió de nuestro almacén en {city} y está en camino.',
      'El pedido {order} está con el mensajero y debería llegar el {day}.',
    ],
    more: [
      'Eso me dijeron la semana pasada.',
      'La página de seguimiento no cambia desde el {day}.',
      '¿Pueden llamar antes de mediodía? Tengo que salir.',
    ],
    human: [
      'He llamado al mensajero de {city}: la furgoneta se averió y su envío llega el {day}.',
      'Lo siento mucho. Hay una nueva entrega el {day}, sin coste.',
    ],
    thanks: ['Muchas gracias, me ayuda mucho.', 'Perfecto, entonces espero.'],
    note: 'Mensajero de {city} confirmado por teléfono; el paquete estaba en recepción.',
  },
  {
    topic: 'Return',
    tag: 'return',
    opening: [
      'Quiero devolver {product} del pedido {order}.',
      'La talla no me queda. ¿Cómo hago la devolución?',
    ],
    bot: [
      'Puede devolverlo en 30 días. ¿Le envío la etiqueta?',
      'La devolución de {order} está abierta hasta el {day}. ¿Prefiere reembolso o cambio?',
    ],
    more: [
      'Reembolso, por favor, {amount} euros.',
      'Perdí la caja. ¿Es un problema?',
      'Prefiero otro color.',
    ],
    human: [
      'Sin caja no hay problema. Le mandé la etiqueta de {order} por correo.',
      'El reembolso de {amount} euros está en camino; el banco tarda de tres a cinco días.',
    ],
    thanks: ['Perfecto, gracias.', 'Qué amable, muchas gracias.'],
    note: 'Excepción concedida: sin embalaje original.',
  },
  {
    topic: 'Payment',
    tag: 'refund',
    opening: [
      'Me cobraron dos veces {order}, {amount} euros cada vez.',
      'Hay un cargo de {amount} en mi tarjeta que no reconozco.',
    ],
    bot: [
      'Veo un pago de {amount} por {order}. ¿Me da los últimos cuatro dígitos?',
      'Los reembolsos tardan hasta cinco días hábiles.',
    ],
    more: [
      'Es la tercera vez que pregunto. Quiero hablar con una persona.',
      'Mi banco dice que los dos pasaron el {day}.',
    ],
    human: [
      'Tiene razón, se cobró dos veces. Ya devolví el segundo cargo de {amount}.',
      'Abrí un caso con contabilidad y le escribo el {day}.',
    ],
    thanks: ['Gracias por la rapidez.', 'Está bien, revisaré mi extracto.'],
    note: 'Cobro doble confirmado por contabilidad, referencia {order}.',
  },
  {
    topic: 'Product',
    tag: 'advice',
    opening: ['¿{product} tiene garantía?', '¿Hay {product} en la tienda de {city}?'],
    bot: ['Tiene dos años de garantía.', 'En {city} quedan pocas unidades. ¿Le aparto una?'],
    more: ['¿También sirve para el jardín en invierno?', '¿En qué se diferencia del más barato?'],
    human: [
      'Aguanta hasta diez grados bajo cero; yo lo uso en el balcón.',
      'El barato no tiene temporizador. Para su terraza le recomiendo el otro.',
    ],
    thanks: ['Bueno saberlo, lo pediré.', 'Gracias, me convenció.'],
    note: 'Le interesa un paquete; llamar después del {day}.',
  },
  {
    topic: 'Order',
    tag: 'change',
    opening: [
      '¿Puedo cambiar la dirección de {order}? Me mudé a {city}.',
      'Cancelen {order}, por favor, me equivoqué de artículo.',
    ],
    bot: ['El pedido {order} se está empacando. Intento detenerlo.', '¿A qué dirección debe ir?'],
    more: ['Es urgente, por favor.', 'Mi teléfono es {phone} si el conductor tiene dudas.'],
    human: [
      'Lo alcancé a tiempo: {order} va ahora a {city}.',
      'Está cancelado, y {amount} euros van de regreso.',
    ],
    thanks: ['Maravilloso.', 'Me salvó la semana.'],
    note: 'Detenido en la mesa de empaque 4.',
  },
  {
    topic: 'Other',
    tag: 'complaint',
    opening: [
      'Se rompió {product} a las dos semanas. Estoy muy decepcionada.',
      'El mensajero dejó {product} bajo la lluvia.',
    ],
    bot: ['Lamento escucharlo. ¿Puede describir el daño?', 'Eso no debe pasar. ¿Tiene una foto?'],
    more: ['La bisagra se partió y la tapa ya no cierra.', 'Soy cliente desde 2015 y nunca me había pasado.'],
    human: [
      'Es culpa nuestra. Hoy sale uno nuevo desde {city}.',
      'Agregué un vale de {amount} euros a su cuenta.',
    ],
    thanks: ['Lo agradezco.', 'Me parece justo.'],
    note: 'La bisagra es una debilidad conocida del lote de primavera.',
  },
]
