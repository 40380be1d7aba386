<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
  <context>
    <name>L4S</name>
    <message>
      <location filename="../find/question_group.py" />
      <source> %</source>
      <translation> %</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source> or </source>
      <translation> o </translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>&amp;Account</source>
      <translation>Cuen&amp;ta</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>&amp;Add the result to the project</source>
      <translation>&amp;Añadir el resultado al proyecto</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Bands</source>
      <translation>Ban&amp;das</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Cancel</source>
      <translation>&amp;Cancelar</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Choose another Python…</source>
      <translation>&amp;Elegir otro Python…</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <location filename="../gui/setup_page.py" />
      <source>&amp;Detect landslides</source>
      <translation>Detectar des&amp;lizamientos</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Download</source>
      <translation>De&amp;scargar</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Elevation (Copernicus DEM, 30 m)</source>
      <translation>&amp;Elevación (Copernicus DEM, 30 m)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;End preview</source>
      <translation>Cerrar vista &amp;previa</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>&amp;Existing environment</source>
      <translation>Entorno e&amp;xistente</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Folder</source>
      <translation>Car&amp;peta</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Follow run-outs</source>
      <translation>&amp;Seguir los recorridos</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>&amp;Inventory</source>
      <translation>&amp;Inventario</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>&amp;Landslides</source>
      <translation>Desli&amp;zamientos</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>&amp;Level</source>
      <translation>&amp;Nivel</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Outlines of what the map shows</source>
      <translation>Contornos &amp;de lo que muestra el mapa</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <location filename="../review/setup_page.py" />
      <source>&amp;Probability</source>
      <translation>P&amp;robabilidad</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>&amp;Python</source>
      <translation>&amp;Python</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>&amp;Repair</source>
      <translation>&amp;Reparar</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Repair l4s…</source>
      <translation>&amp;Reparar l4s…</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Search</source>
      <translation>&amp;Buscar</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Set up l4s…</source>
      <translation>&amp;Instalar l4s…</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>&amp;Set up now</source>
      <translation>&amp;Instalar ahora</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>&amp;Start review</source>
      <translation>&amp;Empezar revisión</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>&amp;Stop review</source>
      <translation>&amp;Terminar revisión</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Threshold</source>
      <translation>&amp;Umbral</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>&amp;Tune the model to this review…</source>
      <translation>&amp;Ajustar el modelo a esta revisión…</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Update l4s…</source>
      <translation>&amp;Actualizar l4s…</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>&amp;Update now</source>
      <translation>Actuali&amp;zar ahora</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Use these</source>
      <translation>&amp;Usar estas</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>&amp;Use these settings again</source>
      <translation>&amp;Usar de nuevo estos ajustes</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Use these without download</source>
      <translation>&amp;Usar sin descargar</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Write as new inventory…</source>
      <translation>&amp;Nuevo inventario…</translation>
    </message>
    <message>
      <location filename="../processing/connect.py" />
      <source>(The environment variable {name} names it.)</source>
      <translation>(Lo indica la variable de entorno {name}.)</translation>
    </message>
    <message>
      <location filename="../pictures/linked.py" />
      <source>(as on the map)</source>
      <translation>(como en el mapa)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <location filename="../review/setup_page.py" />
      <source>(none)</source>
      <translation>(ninguno)</translation>
    </message>
    <message>
      <location filename="../layers/form.py" />
      <location filename="../review/details.py" />
      <source>(not set)</source>
      <translation>(sin definir)</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>-1000 (products since January 2022)</source>
      <translation>-1000 (productos desde enero de 2022)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>-1000 for products since 2022 (baseline 04.00), 0 for older ones. Not set: found automatically.</source>
      <translation>-1000 para productos desde 2022 (versión base 04.00), 0 para los anteriores. Sin definir: se detecta automáticamente.</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>0 (products until January 2022)</source>
      <translation>0 (productos hasta enero de 2022)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>0 follows the pixels. Neighbours keep their shared boundary.</source>
      <translation>0 sigue los píxeles. Los polígonos vecinos conservan su límite común.</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>1 landslide</source>
      <translation>1 deslizamiento</translation>
    </message>
    <message>
      <location filename="../gui/devices.py" />
      <source>1 processor core</source>
      <translation>1 núcleo de procesador</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>10 bands (10 and 20 m)</source>
      <translation>10 bandas (10 y 20 m)</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>4 bands (blue, green, red, near infrared)</source>
      <translation>4 bandas (azul, verde, rojo, infrarrojo cercano)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>&lt;p&gt;Compares an inventory with a reference. Polygons that share at least half of what both cover (intersection over union) match, one with one: they are &lt;i&gt;true&lt;/i&gt;. &lt;i&gt;Partly true&lt;/i&gt; is what overlaps the reference without a match, &lt;i&gt;false&lt;/i&gt; what only the inventory has, &lt;i&gt;missed&lt;/i&gt; what only the reference has.&lt;/p&gt;&lt;p&gt;Ground that either of them did not observe is left out of both; &lt;b&gt;Area&lt;/b&gt; leaves out what lies outside of its polygons. The log has precision, recall and F1 of pixels, polygons and outlines with their intervals; the table &lt;i&gt;scores&lt;/i&gt; of the result has all of them.&lt;/p&gt;&lt;p&gt;A reference of points has no polygons that could match: then it is counted how many points lie in a polygon or within the &lt;b&gt;distance&lt;/b&gt;.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Compara un inventario con una referencia. Los polígonos que comparten al menos la mitad de lo que ambos cubren (intersección sobre unión) coinciden, uno a uno: son &lt;i&gt;verdaderos&lt;/i&gt;. Es &lt;i&gt;en parte verdadero&lt;/i&gt; lo que se solapa con la referencia sin coincidir, &lt;i&gt;falso&lt;/i&gt; lo que solo tiene el inventario, &lt;i&gt;omitido&lt;/i&gt; lo que solo tiene la referencia.&lt;/p&gt;&lt;p&gt;El terreno que alguno de los dos no observó se excluye en ambos; &lt;b&gt;Área&lt;/b&gt; excluye lo que queda fuera de sus polígonos. El registro da la precisión, la exhaustividad (recall) y el F1 de píxeles, polígonos y contornos con sus intervalos; la tabla &lt;i&gt;scores&lt;/i&gt; del resultado los contiene todos.&lt;/p&gt;&lt;p&gt;Una referencia de puntos no tiene polígonos que puedan coincidir: entonces se cuenta cuántos puntos caen dentro de un polígono o a menos de la &lt;b&gt;distancia&lt;/b&gt;.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>&lt;p&gt;Finds landslides in a Sentinel-2 scene (Level-1C or Level-2A) with a neural network and writes an inventory.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scene&lt;/b&gt;: a product, a raster with several bands, or one raster per band. &lt;b&gt;Elevation&lt;/b&gt;: any DEM that covers the scene; without it flat ground is not ruled out. &lt;b&gt;Scene before the event&lt;/b&gt;: then only new landslides are mapped.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Area&lt;/b&gt;: only what lies in the polygons, or in the rectangle, is mapped; empty for the whole scene.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Threshold&lt;/b&gt;: probability from 0 to 1. &lt;b&gt;Minimum area&lt;/b&gt;: square metres. &lt;b&gt;Minimum slope&lt;/b&gt;: degrees. &lt;b&gt;Smooth outlines&lt;/b&gt;: metres.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: polygons with area (m²), length and width (m), slope and aspect (degrees), confidence and origin. The GeoPackage also holds crown and toe points, what could not be observed (clouds, shadow, no data) and every parameter of the run; the first two can also be outputs of their own. &lt;b&gt;Probability&lt;/b&gt;: GeoTIFF, from which &lt;i&gt;Vectorise probability&lt;/i&gt; makes polygons with another threshold.&lt;/p&gt;&lt;p&gt;Read the result as a first draft that someone reviews: clearings, quarries and river beds can look like landslides.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Busca deslizamientos en una escena Sentinel-2 (Level-1C o Level-2A) con una red neuronal y escribe un inventario.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Escena&lt;/b&gt;: un producto, un ráster multibanda o un ráster por banda. &lt;b&gt;Elevación&lt;/b&gt;: cualquier MDE que cubra la escena; sin él no se descarta el terreno llano. &lt;b&gt;Escena anterior al evento&lt;/b&gt;: entonces solo se cartografían los deslizamientos nuevos.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Área&lt;/b&gt;: solo se cartografía lo que queda dentro de los polígonos o del rectángulo; vacío para toda la escena.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Umbral&lt;/b&gt;: probabilidad de 0 a 1. &lt;b&gt;Área mínima&lt;/b&gt;: metros cuadrados. &lt;b&gt;Pendiente mínima&lt;/b&gt;: grados. &lt;b&gt;Suavizar contornos&lt;/b&gt;: metros.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventario&lt;/b&gt;: polígonos con área (m²), longitud y ancho (m), pendiente y orientación (grados), confianza y origen. El GeoPackage contiene además los puntos de corona y pie, lo que no se pudo observar (nubes, sombra, sin datos) y todos los parámetros de la ejecución; los dos primeros también pueden ser salidas propias. &lt;b&gt;Probabilidad&lt;/b&gt;: GeoTIFF a partir del cual &lt;i&gt;Vectorizar probabilidad&lt;/i&gt; crea polígonos con otro umbral.&lt;/p&gt;&lt;p&gt;Considere el resultado como un primer borrador que alguien debe revisar: talas, canteras y cauces pueden parecer deslizamientos.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>&lt;p&gt;Fits inverse gamma, double Pareto and power law to the areas of the landslides by maximum likelihood, and says what follows: the exponent of the tail, where the roll-over is and whether it is the landslides' or the sensor's, the magnitude of the event, from which size on it is complete.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: polygons of any file and CRS; rejected ones are left out. &lt;b&gt;Pixel size&lt;/b&gt; (metres) and &lt;b&gt;minimum mapping unit&lt;/b&gt; (square metres) are read from inventories of l4s; of others, say them: without them, small landslides that were missed bend the fits.&lt;/p&gt;&lt;p&gt;At least 100 landslides are needed, 50 for the power law. The numbers are in the log.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Ajusta las distribuciones gamma inversa, doble Pareto y ley de potencia a las áreas de los deslizamientos por máxima verosimilitud, y dice lo que se deduce: el exponente de la cola, dónde está el máximo de la distribución (rollover) y si se debe a los deslizamientos o al sensor, la magnitud del evento y a partir de qué tamaño está completo el inventario.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventario&lt;/b&gt;: polígonos de cualquier archivo y SRC; los rechazados se excluyen. El &lt;b&gt;tamaño de píxel&lt;/b&gt; (metros) y la &lt;b&gt;unidad mínima cartografiable&lt;/b&gt; (metros cuadrados) se leen de los inventarios de l4s; indíquelos para los demás: sin ellos, los deslizamientos pequeños que faltan distorsionan los ajustes.&lt;/p&gt;&lt;p&gt;Se necesitan al menos 100 deslizamientos, 50 para la ley de potencia. Los números están en el registro.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>&lt;p&gt;Follows landslides over the years: each keeps its identifier, and its history is in the ledger.&lt;/p&gt;&lt;p&gt;Outlines that share half of what both cover are the same landslide. What is not found where the newer scene looked is revegetated and goes to a layer of that name; what was not observed stays as it was. Outlines that are replaced stay in the file.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Earlier inventory or ledger&lt;/b&gt; and &lt;b&gt;newer inventory&lt;/b&gt;: GeoPackages. They are not changed.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Sigue los deslizamientos a lo largo de los años: cada uno conserva su identificador, y su historia está en el registro histórico.&lt;/p&gt;&lt;p&gt;Los contornos que comparten la mitad de lo que ambos cubren son el mismo deslizamiento. Lo que no se encuentra donde la escena más reciente sí observó está revegetado y va a una capa con ese nombre; lo que no se observó queda como estaba. Los contornos reemplazados permanecen en el archivo.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventario anterior o registro histórico&lt;/b&gt; e &lt;b&gt;inventario más reciente&lt;/b&gt;: GeoPackages. No se modifican.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>&lt;p&gt;For each landslide and each asset: number and length of lines, number and area of polygons, number of points that the landslides hit. What a reviewer rejected does not count.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Distance downstream&lt;/b&gt;, with an elevation: also what lies on the way down from the lowest point of each landslide, as wide as you say. It shows where debris would go next, not how far it goes.&lt;/p&gt;&lt;p&gt;The result has the layers &lt;i&gt;landslides&lt;/i&gt;, &lt;i&gt;assets_hit&lt;/i&gt; and &lt;i&gt;flow_paths&lt;/i&gt;, and a table by confidence.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Para cada deslizamiento y cada elemento expuesto: número y longitud de las líneas, número y área de los polígonos, número de puntos que los deslizamientos alcanzan. Lo que un revisor rechazó no cuenta.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Distancia aguas abajo&lt;/b&gt;, con una elevación: también lo que queda en el camino de bajada desde el punto más bajo de cada deslizamiento, con el ancho que indique. Muestra adónde irían después los detritos, no hasta dónde llegan.&lt;/p&gt;&lt;p&gt;El resultado tiene las capas &lt;i&gt;landslides&lt;/i&gt;, &lt;i&gt;assets_hit&lt;/i&gt; y &lt;i&gt;flow_paths&lt;/i&gt;, y una tabla por confianza.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>&lt;p&gt;Makes one inventory of those of several scenes: neighbouring tiles, orbits or dates.&lt;/p&gt;&lt;p&gt;Polygons of one event that overlap by a fifth of the smaller one are one landslide: it gets their union and names all its scenes. Smaller overlaps go to the polygon with the higher probability, so that no ground is counted twice. What reviewers said is kept, rejected polygons too. &lt;i&gt;Not observed&lt;/i&gt; is what none of the scenes observed; the layer &lt;i&gt;scenes&lt;/i&gt; shows where each looked.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventories&lt;/b&gt;: GeoPackages of single scenes. They are not changed.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Reúne en uno solo los inventarios de varias escenas: teselas vecinas, órbitas o fechas.&lt;/p&gt;&lt;p&gt;Los polígonos de un mismo evento que se solapan al menos en una quinta parte del menor son un solo deslizamiento: recibe su unión y nombra todas sus escenas. Los solapes menores quedan para el polígono de mayor probabilidad, de modo que ningún terreno se cuenta dos veces. Lo que dijeron los revisores se conserva, también los polígonos rechazados. &lt;i&gt;No observado&lt;/i&gt; es lo que ninguna de las escenas observó; la capa &lt;i&gt;scenes&lt;/i&gt; muestra dónde miró cada una.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventarios&lt;/b&gt;: GeoPackages de escenas individuales. No se modifican.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>&lt;p&gt;Makes polygons from the probability raster of &lt;i&gt;Detect landslides&lt;/i&gt;, with another threshold or other rules, in seconds: the network does not run again.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Threshold&lt;/b&gt;: probability from 0 to 1; not set, the one that the raster was made with. &lt;b&gt;Minimum area&lt;/b&gt;: square metres. &lt;b&gt;Minimum slope&lt;/b&gt;: degrees, needs the elevation. &lt;b&gt;Smooth outlines&lt;/b&gt;: metres.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Rectangle&lt;/b&gt;: only this part; landslides cut by its edge are marked as truncated.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Crea polígonos a partir del ráster de probabilidad de &lt;i&gt;Detectar deslizamientos&lt;/i&gt;, con otro umbral u otras reglas, en segundos: la red no se ejecuta de nuevo.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Umbral&lt;/b&gt;: probabilidad de 0 a 1; sin definir, el que se usó al crear el ráster. &lt;b&gt;Área mínima&lt;/b&gt;: metros cuadrados. &lt;b&gt;Pendiente mínima&lt;/b&gt;: grados, requiere la elevación. &lt;b&gt;Suavizar contornos&lt;/b&gt;: metros.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Rectángulo&lt;/b&gt;: solo esta parte; los deslizamientos cortados por su borde se marcan como truncados.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>&lt;p&gt;Maps the landslides of many Sentinel-2 scenes. Each gets an inventory in the folder &lt;i&gt;scenes&lt;/i&gt;, and &lt;i&gt;inventory.gpkg&lt;/i&gt; merges them: a landslide in two overlapping scenes is one polygon.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scenes&lt;/b&gt;: products (.zip), the MTD_MSIL1C.xml or MTD_MSIL2A.xml of unpacked ones, rasters or STAC items; or a &lt;b&gt;table&lt;/b&gt; (CSV with the columns scene, dem, pre, aoi, event_id, event_date, trigger, name, or an item collection). &lt;b&gt;Elevation&lt;/b&gt;: one raster, or a folder of tiles.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Go on&lt;/b&gt;: scenes that are complete, with the same inputs, model and parameters, are not mapped again. A scene that fails stops no other; the log and &lt;i&gt;run.jsonl&lt;/i&gt; say why.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scenes at a time&lt;/b&gt;: each needs about 1.5 GB of memory.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Cartografía los deslizamientos de muchas escenas Sentinel-2. Cada una recibe un inventario en la carpeta &lt;i&gt;scenes&lt;/i&gt;, e &lt;i&gt;inventory.gpkg&lt;/i&gt; los reúne: un deslizamiento en dos escenas que se solapan es un solo polígono.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Escenas&lt;/b&gt;: productos (.zip), el MTD_MSIL1C.xml o MTD_MSIL2A.xml de productos descomprimidos, rásteres o elementos STAC; o una &lt;b&gt;tabla&lt;/b&gt; (CSV con las columnas scene, dem, pre, aoi, event_id, event_date, trigger, name, o una colección de elementos). &lt;b&gt;Elevación&lt;/b&gt;: un ráster, o una carpeta de teselas.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Continuar&lt;/b&gt;: las escenas completas, con las mismas entradas, modelo y parámetros, no se vuelven a procesar. Una escena que falla no detiene a las demás; el registro y &lt;i&gt;run.jsonl&lt;/i&gt; dicen por qué.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Escenas a la vez&lt;/b&gt;: cada una necesita unos 1,5 GB de memoria.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>&lt;p&gt;Moves the last numbers of a model towards what you decided about its polygons. Twenty to fifty decisions all over the scene are enough: accepted, redrawn and added ones are landslides, rejected ones are none. It takes a minute or two.&lt;/p&gt;&lt;p&gt;The tuned model is judged on neighbourhoods that it has not seen. Where it does no better the log says so, and &lt;b&gt;no model is written&lt;/b&gt; unless you ask for it. Give the tuned model to &lt;i&gt;Detect landslides&lt;/i&gt; under &lt;b&gt;Model: file&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Scene, elevation, level and clouds are to be those of the run that was reviewed.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Acerca los últimos coeficientes de un modelo a lo que usted decidió sobre sus polígonos. Bastan de veinte a cincuenta decisiones repartidas por toda la escena: los aceptados, redibujados y añadidos son deslizamientos, los rechazados no lo son. Tarda uno o dos minutos.&lt;/p&gt;&lt;p&gt;El modelo ajustado se juzga en zonas que no ha visto. Si no es mejor, el registro lo dice y &lt;b&gt;no se escribe ningún modelo&lt;/b&gt;, salvo que lo pida. Indique el modelo ajustado en &lt;i&gt;Detectar deslizamientos&lt;/i&gt;, en &lt;b&gt;Modelo: archivo&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;La escena, la elevación, el nivel y las nubes deben ser los de la ejecución que se revisó.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>&lt;p&gt;Splits landslides that were mapped as one along the watersheds inside of their outlines, and draws the way from the crown to the toe of every landslide (layer &lt;i&gt;centre_lines&lt;/i&gt;).&lt;/p&gt;&lt;p&gt;The parts are the outline, without gaps; it is kept in the layer &lt;i&gt;before_split&lt;/i&gt;. Landslides that were reviewed stay whole unless you ask for it, and rejected ones always do.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Least difference in height&lt;/b&gt;: metres by which crowns, and toes, differ from the ground between them. &lt;b&gt;Minimum area&lt;/b&gt;: of a part, square metres; not set, that of the run.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Divide los deslizamientos cartografiados como uno solo según las cuencas dentro de su contorno, y traza el camino de la corona al pie de cada deslizamiento (capa &lt;i&gt;centre_lines&lt;/i&gt;).&lt;/p&gt;&lt;p&gt;Las partes cubren el contorno, sin huecos; este se conserva en la capa &lt;i&gt;before_split&lt;/i&gt;. Los deslizamientos revisados quedan enteros salvo que pida dividirlos, y los rechazados siempre.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Diferencia mínima de altura&lt;/b&gt;: metros en que las coronas, y los pies, difieren del terreno entre ellos. &lt;b&gt;Área mínima&lt;/b&gt;: de una parte, metros cuadrados; sin definir, la de la ejecución.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>&lt;p&gt;Writes an inventory as a catalogue or another program has it, or somebody's file as an inventory that all other algorithms take.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: GeoPackage, GeoJSON, Shapefile (zipped too), FlatGeobuf, KML, KMZ, GML, GeoParquet, or CSV with longitude and latitude.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Format&lt;/b&gt;: &lt;i&gt;inventory&lt;/i&gt; is a GeoPackage of this plugin; &lt;i&gt;coolr&lt;/i&gt;, &lt;i&gt;usgs&lt;/i&gt; and &lt;i&gt;iffi&lt;/i&gt; are the landslide catalogues of NASA, the United States and Italy; &lt;i&gt;stac&lt;/i&gt; describes the files for a catalogue of data. The log says what a format does not hold.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Escribe un inventario como lo tiene un catálogo u otro programa, o el archivo de un tercero como un inventario que aceptan todos los demás algoritmos.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventario&lt;/b&gt;: GeoPackage, GeoJSON, Shapefile (también en zip), FlatGeobuf, KML, KMZ, GML, GeoParquet, o CSV con longitud y latitud.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Formato&lt;/b&gt;: &lt;i&gt;inventory&lt;/i&gt; es un GeoPackage de este complemento; &lt;i&gt;coolr&lt;/i&gt;, &lt;i&gt;usgs&lt;/i&gt; e &lt;i&gt;iffi&lt;/i&gt; son los catálogos de deslizamientos de la NASA, Estados Unidos e Italia; &lt;i&gt;stac&lt;/i&gt; describe los archivos para un catálogo de datos. El registro dice lo que un formato no contiene.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>&lt;p&gt;Writes one HTML page with a map, sizes, confidence, what could not be seen, review, warnings and parameters of an inventory. It needs no network. To have a PDF, print it in a browser.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: polygons of any file and CRS; what is not known of it, the page says. The picture under the landslides is that of the scene that the inventory names, unless another &lt;b&gt;Scene&lt;/b&gt; is chosen. With a &lt;b&gt;Reference&lt;/b&gt; the page has the accuracy too, with &lt;b&gt;Assets&lt;/b&gt; what of them is hit.&lt;/p&gt;&lt;p&gt;The page opens from &lt;i&gt;Processing &amp;gt; Results Viewer&lt;/i&gt;.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Escribe una página HTML con un mapa, los tamaños, la confianza, lo que no se pudo ver, la revisión, los avisos y los parámetros de un inventario. No necesita red. Para tener un PDF, imprímala en un navegador.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventario&lt;/b&gt;: polígonos de cualquier archivo y SRC; la página dice lo que no se sabe de él. La imagen bajo los deslizamientos es la de la escena que nombra el inventario, salvo que se elija otra &lt;b&gt;escena&lt;/b&gt;. Con una &lt;b&gt;referencia&lt;/b&gt;, la página da también la exactitud; con &lt;b&gt;elementos expuestos&lt;/b&gt;, los que resultan alcanzados.&lt;/p&gt;&lt;p&gt;La página se abre desde &lt;i&gt;Procesos &amp;gt; Visor de resultados&lt;/i&gt;.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>&lt;p&gt;Writes the channels of Landslide4Sense as one GeoTIFF on a 10 m grid: B1 to B12 (without B8A), slope and elevation; what the scene does not have is left out. Bands of 20 and 60 m are resampled.&lt;/p&gt;&lt;p&gt;Units: reflectance times 10,000 (the offset of newer products is removed), slope in degrees, elevation in metres; no data is NaN.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scene&lt;/b&gt;: a product, a raster with several bands, or one raster per band. &lt;b&gt;Clouds&lt;/b&gt;: keep them in, or cut clouds, their shadow and snow out, as found by that test.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Escribe los canales de Landslide4Sense en un solo GeoTIFF con malla de 10 m: B1 a B12 (sin B8A), pendiente y elevación; lo que la escena no contiene se omite. Las bandas de 20 y 60 m se remuestrean.&lt;/p&gt;&lt;p&gt;Unidades: reflectancia por 10 000 (se resta el offset de los productos nuevos), pendiente en grados, elevación en metros; sin datos es NaN.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Escena&lt;/b&gt;: un producto, un ráster multibanda o un ráster por banda. &lt;b&gt;Nubes&lt;/b&gt;: conservarlas, o recortar las nubes, su sombra y la nieve, según las encuentre esa prueba.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <source>A Sentinel-2 product as downloaded (.zip, or its .SAFE folder), a folder with one file for each band, or one raster with all bands.</source>
      <translation>Un producto Sentinel-2 tal como se descarga (.zip, o su carpeta .SAFE), una carpeta con un archivo por banda, o un ráster con todas las bandas.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>A comparison is a GeoPackage; give a name that ends in .gpkg.</source>
      <translation>Una comparación es un GeoPackage; dé un nombre que termine en .gpkg.</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>A copy of that layer of the inventory, for the next step of a model.</source>
      <translation>Copia de esa capa del inventario, para el paso siguiente de un modelo.</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>A detection is running: wait for its end, or cancel it.</source>
      <translation>Hay una detección en curso: espere a que termine o cancélela.</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/parameters.py" />
      <source>A fully-connected conditional random field over the probability, before the threshold.</source>
      <translation>Un campo aleatorio condicional totalmente conectado sobre la probabilidad, antes del umbral.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>A ledger is a GeoPackage; give it a name that ends in .gpkg.</source>
      <translation>Un registro histórico es un GeoPackage; dele un nombre que termine en .gpkg.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>A model of your own, in the place of an installed one.</source>
      <translation>Un modelo propio, en lugar de uno instalado.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>A package is damaged. Fetch it again, then try again; the log says which.</source>
      <translation>Hay un paquete dañado. Descárguelo de nuevo y vuelva a intentarlo; el registro indica cuál es.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>A polygon drawn on the map</source>
      <translation>Un polígono dibujado en el mapa</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>A rectangle drawn on the map</source>
      <translation>Un rectángulo dibujado en el mapa</translation>
    </message>
    <message>
      <location filename="../gui/sample.py" />
      <source>A run is going on; wait for its end, or cancel it.</source>
      <translation>Hay una ejecución en curso; espere a que termine o cancélela.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>A scene of another processing level than the model's, with values that are no reflectance, or mostly snow is refused otherwise.</source>
      <translation>De lo contrario se rechaza una escena de otro nivel de procesamiento que el del modelo, con valores que no son reflectancia o cubierta sobre todo de nieve.</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>A second map with the scene before, which goes where the map goes.</source>
      <translation>Un segundo mapa con la escena anterior, que sigue al mapa principal.</translation>
    </message>
    <message>
      <location filename="../layers/picture.py" />
      <source>A small picture of the surroundings of a landslide, as HTML, for map tips.</source>
      <translation>Una pequeña imagen de los alrededores de un deslizamiento, en HTML, para los avisos del mapa.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>A system library is missing. Install the Microsoft Visual C++ Redistributable (64 bit), then try again.</source>
      <translation>Falta una biblioteca del sistema. Instale Microsoft Visual C++ Redistributable (64 bits) y vuelva a intentarlo.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Abandoned: its cause is gone</source>
      <translation>Abandonado: su causa ya no existe</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Accept</source>
      <translation>Aceptar</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>Accept all above a probability</source>
      <translation>Aceptar todos por encima de una probabilidad</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Accept all above…</source>
      <translation>Aceptar por encima de…</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Accept all that nobody has reviewed from a probability on.</source>
      <translation>Aceptar, a partir de una probabilidad, todos los que nadie ha revisado.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Accept {count} landslides</source>
      <translation>Aceptar {count} deslizamientos</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Accept {name}</source>
      <translation>Aceptar {name}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../layers/symbols.py" />
      <location filename="../review/polygon_list.py" />
      <source>Accepted</source>
      <translation>Aceptado</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../layers/symbols.py" />
      <location filename="../review/polygon_list.py" />
      <source>Accepted, new outline</source>
      <translation>Aceptado, contorno nuevo</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Accepted: {count}. Undo takes it back.</source>
      <translation>Aceptados: {count}. “Deshacer” lo revierte.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Active: moving now</source>
      <translation>Activo: se mueve ahora</translation>
    </message>
    <message>
      <location filename="../gui/path_list.py" />
      <location filename="../review/actions.py" />
      <source>Add</source>
      <translation>Añadir</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Add a landslide</source>
      <translation>Añadir un deslizamiento</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Add a landslide that was missed: click it, or draw it.</source>
      <translation>Añadir un deslizamiento que falta: haga clic en él o dibújelo.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Add the scenes before the event, or choose “None”.</source>
      <translation>Añada las escenas anteriores al evento, o elija “Ninguna”.</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Add to this project</source>
      <translation>Añadir a este proyecto</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Add {name}</source>
      <translation>Añadir {name}</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Added to the stored values</source>
      <translation>Sumado a los valores almacenados</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Added to the stored values of the scene before</source>
      <translation>Se suma a los valores almacenados de la escena anterior</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>Added to the stored values. Products since 25 January 2022 store 1000 more than reflectance x 10000.</source>
      <translation>Se suma a los valores almacenados. Los productos desde el 25 de enero de 2022 almacenan 1000 más que la reflectancia x 10000.</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Adds pictures of the scene, and of the scene before, that they were mapped in.</source>
      <translation>Añade imágenes de la escena, y de la escena anterior, en las que se cartografiaron.</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>Adds the scene to the map in the colours of the ground, below the landslides. Nothing is copied.</source>
      <translation>Añade la escena al mapa en colores naturales, debajo de los deslizamientos. No se copia nada.</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../gui/setup_advanced.py" />
      <source>Advanced</source>
      <translation>Avanzado</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>All</source>
      <translation>Todos</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <location filename="../processing/algorithms/convert.py" />
      <source>All files</source>
      <translation>Todos los archivos</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>All files (*)</source>
      <translation>Todos los archivos (*)</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>All of these (168 times as long)</source>
      <translation>Todas (tarda 168 veces más)</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>All polygons have been reviewed. Save the review to keep it.</source>
      <translation>Se han revisado todos los polígonos. Guarde la revisión para conservarla.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Also write for each scene</source>
      <translation>Escribir también para cada escena</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../gui/before_group.py" />
      <source>Always</source>
      <translation>Siempre</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>An account of QGIS's own password store; only for catalogues that want one. It is in no project file.</source>
      <translation>Una cuenta del almacén de contraseñas de QGIS; solo para los catálogos que la piden. No se guarda en ningún archivo de proyecto.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>An earlier inventory of the same ground. Landslides that match reviewed ones keep identifier, review, notes and type; what was drawn by hand stays. It may be the file that is written: a copy is kept then.</source>
      <translation>Un inventario anterior del mismo terreno. Los deslizamientos que coinciden con revisados conservan identificador, revisión, notas y tipo; lo que se dibujó a mano permanece. Puede ser el archivo que se escribe: entonces se guarda una copia.</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>An earlier version of this plugin is still installed; uninstall {plugin} in the plugin manager.</source>
      <translation>Todavía está instalada una versión anterior de este complemento; desinstale {plugin} en el administrador de complementos.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>An order that is not in the list, like B2,B3,B4,B8; a minus leaves a band out.</source>
      <translation>Un orden que no está en la lista, como B2,B3,B4,B8; un signo menos omite una banda.</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Another Python on this computer</source>
      <translation>Otro Python de este equipo</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Another file…</source>
      <translation>Otro archivo…</translation>
    </message>
    <message>
      <location filename="../backend/installation.py" />
      <source>Another window of QGIS is setting up l4s at this moment. Wait until it is done.</source>
      <translation>Otra ventana de QGIS está instalando l4s en este momento. Espere a que termine.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Any raster of heights, in any coordinate system and resolution.</source>
      <translation>Cualquier ráster de elevaciones, en cualquier sistema de coordenadas y resolución.</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Area</source>
      <translation>Área</translation>
    </message>
    <message>
      <location filename="../review/table_model.py" />
      <source>Area (ha)</source>
      <translation>Área (ha)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Area (m²)</source>
      <translation>Área (m²)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/algorithms/merge.py" />
      <location filename="../processing/algorithms/report.py" />
      <location filename="../processing/algorithms/statistics.py" />
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Area of the landslides (square metres)</source>
      <translation>Área de los deslizamientos (metros cuadrados)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Area to compare (polygons)</source>
      <translation>Área que se compara (polígonos)</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Area to map</source>
      <translation>Área a cartografiar</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Area to search</source>
      <translation>Área de búsqueda</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Area-frequency figure</source>
      <translation>Figura área-frecuencia</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Area: file with polygons</source>
      <translation>Área: archivo con polígonos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/wording.py" />
      <source>Area: polygons</source>
      <translation>Área: polígonos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>Area: rectangle</source>
      <translation>Área: rectángulo</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Area: {hectares} ha</source>
      <translation>Área: {hectares} ha</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>As calibrated</source>
      <translation>Calibrado</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>As in the table below</source>
      <translation>Según la tabla de abajo</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>As last time</source>
      <translation>Como la última vez</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>As marked in the product</source>
      <translation>Según el producto</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>As the file names them</source>
      <translation>Según los nombres del archivo</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>As the file says</source>
      <translation>Según el archivo</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>As the raster names them</source>
      <translation>Según los nombres del ráster</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>As the threshold</source>
      <translation>Igual que el umbral</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Asking for sizes</source>
      <translation>Consultando los tamaños</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Asking it…</source>
      <translation>Consultando…</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <location filename="../processing/algorithms/report.py" />
      <source>Assets (roads, buildings, points)</source>
      <translation>Elementos expuestos (carreteras, edificios, puntos)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Assets hit</source>
      <translation>Elementos alcanzados</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Automatic</source>
      <translation>Automático</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Automatic: as the file says it, else metres.</source>
      <translation>Automático: según el archivo; si no, metros.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Automatic: the graphics card where there is one that can be used, else the processor.</source>
      <translation>Automático: la tarjeta gráfica si hay una que se pueda usar; si no, el procesador.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Automatic: where the shift is known well and at least 0.3 pixels.</source>
      <translation>Automático: si el desplazamiento se conoce bien y es de al menos 0,3 píxeles.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Average the probability over</source>
      <translation>Promediar la probabilidad sobre</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Back</source>
      <translation>Anterior</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Bands of a raster with several bands, in its order</source>
      <translation>Bandas de un ráster multibanda, en su orden</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Bare before</source>
      <translation>Desnudo antes</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <location filename="../processing/loading.py" />
      <source>Bare before the event</source>
      <translation>Desnudo antes del evento</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Bare before, new ground joins</source>
      <translation>Desnudo antes, con suelo nuevo contiguo</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Bare rock</source>
      <translation>Roca desnuda</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Before: {name}, {day}</source>
      <translation>Anterior: {name}, {day}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Boulder, debris or silt fall</source>
      <translation>Caída de bloques, detritos o limo</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <source>Browse</source>
      <translation>Explorar</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Building site</source>
      <translation>Obra</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Built-in spectral test</source>
      <translation>Prueba espectral integrada</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>CRS of a file that does not say its own</source>
      <translation>SRC de un archivo que no indica el suyo</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>CSV with the column scene, or a STAC item collection as l4s search writes it.</source>
      <translation>CSV con la columna scene, o una colección de elementos STAC como la escribe l4s search.</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Ca&amp;talogue</source>
      <translation>Catál&amp;ogo</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Calibrated: {value} %</source>
      <translation>Calibrado: {value} %</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <location filename="../gui/runner.py" />
      <source>Cancelled.</source>
      <translation>Cancelado.</translation>
    </message>
    <message>
      <location filename="../backend/process.py" />
      <location filename="../gui/detect_dock.py" />
      <location filename="../processing/run.py" />
      <location filename="../tasks.py" />
      <source>Cancelled; nothing was written.</source>
      <translation>Cancelado; no se ha escrito nada.</translation>
    </message>
    <message>
      <location filename="../backend/installation.py" />
      <location filename="../gui/setup_page.py" />
      <source>Cancelled; what was there before is unchanged.</source>
      <translation>Cancelado; lo que había antes no ha cambiado.</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>Cancelling…</source>
      <translation>Cancelando…</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Carry over the review of</source>
      <translation>Trasladar la revisión de</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Carry over the review of {name}</source>
      <translation>Trasladar la revisión de {name}</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Carry the &amp;review over</source>
      <translation>&amp;Trasladar la revisión</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Carry the review over</source>
      <translation>Trasladar la revisión</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Centimetres</source>
      <translation>Centímetros</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Centre lines</source>
      <translation>Líneas centrales</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Change of a lake level</source>
      <translation>Cambio de nivel de un lago</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Check that each band is the right one.</source>
      <translation>Compruebe que cada banda sea la correcta.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>Checking</source>
      <translation>Comprobando</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Checking the files</source>
      <translation>Comprobando los archivos</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Checking the scene…</source>
      <translation>Comprobando la escena…</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Checksum of the model</source>
      <translation>Suma de control del modelo</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Choose a catalogue, or type its address (https://…).</source>
      <translation>Elija un catálogo, o escriba su dirección (https://…).</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <source>Choose a file</source>
      <translation>Elegir un archivo</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Choose a file for the converted inventory.</source>
      <translation>Elija un archivo para el inventario convertido.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Choose a file for the report.</source>
      <translation>Elija un archivo para el informe.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Choose a file for the tuned model.</source>
      <translation>Elija un archivo para el modelo ajustado.</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <location filename="../gui/path_list.py" />
      <source>Choose a folder</source>
      <translation>Elegir una carpeta</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Choose a folder for the download, or use the scenes without.</source>
      <translation>Elija una carpeta para la descarga, o use las escenas sin descargarlas.</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Choose a model</source>
      <translation>Elegir un modelo</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Choose a scene after the event.</source>
      <translation>Elija una escena posterior al evento.</translation>
    </message>
    <message>
      <location filename="../processing/vector_files.py" />
      <source>Choose a vector layer that is saved in a file.</source>
      <translation>Elija una capa vectorial guardada en un archivo.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Choose another polygon to merge with.</source>
      <translation>Elija otro polígono con el que combinar.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Choose at least two pictures under "Layers and reviewer" to flicker between.</source>
      <translation>Elija al menos dos imágenes en "Capas y revisor" para alternar entre ellas.</translation>
    </message>
    <message>
      <location filename="../processing/area.py" />
      <source>Choose either a polygon layer or a rectangle as the area, not both.</source>
      <translation>Elija como área una capa de polígonos o un rectángulo, no ambos.</translation>
    </message>
    <message>
      <location filename="../gui/path_list.py" />
      <source>Choose files</source>
      <translation>Elegir archivos</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Choose scenes in the table (Ctrl for several).</source>
      <translation>Elija escenas en la tabla (Ctrl para varias).</translation>
    </message>
    <message>
      <location filename="../processing/scene_input.py" />
      <source>Choose the Sentinel-2 scene: a file, a folder or layers.</source>
      <translation>Elija la escena Sentinel-2: un archivo, una carpeta o capas.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the Sentinel-2 scene: a product file (.zip), a folder or a raster.</source>
      <translation>Elija la escena Sentinel-2: un archivo de producto (.zip), una carpeta o un ráster.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Choose the assets.</source>
      <translation>Elija los elementos expuestos.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the elevation file, or “No elevation”.</source>
      <translation>Elija el archivo de elevación, o “Sin elevación”.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Choose the elevation, which tells the way downstream.</source>
      <translation>Elija la elevación, que indica el camino aguas abajo.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Choose the elevation.</source>
      <translation>Elija la elevación.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Choose the inventories to merge.</source>
      <translation>Elija los inventarios que se van a reunir.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the layer with the Sentinel-2 scene.</source>
      <translation>Elija la capa con la escena Sentinel-2.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the layer with the elevation.</source>
      <translation>Elija la capa con la elevación.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Choose the layer with the polygons of the area.</source>
      <translation>Elija la capa con los polígonos del área.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Choose the layer with the scene before the event, or “None”.</source>
      <translation>Elija la capa con la escena anterior al evento, o “Ninguna”.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Choose the scene before the event, or “None”.</source>
      <translation>Elija la escena anterior al evento, o “Ninguna”.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Choose the scenes: either files or a table, one of the two.</source>
      <translation>Elija las escenas: archivos o una tabla, una de las dos cosas.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Choose the two inventories to compare.</source>
      <translation>Elija los dos inventarios que se van a comparar.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Choose the type of the landslide.</source>
      <translation>Elegir el tipo del deslizamiento.</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Classes of the product</source>
      <translation>Clases del producto</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Clay or silt compound slide</source>
      <translation>Deslizamiento compuesto de arcilla o limo</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Clay or silt planar slide</source>
      <translation>Deslizamiento planar de arcilla o limo</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Clay or silt rotational slide</source>
      <translation>Deslizamiento rotacional de arcilla o limo</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Click a landslide that was missed. D: draw it by hand. Esc: end.</source>
      <translation>Haga clic en un deslizamiento que falta. D: dibujarlo a mano. Esc: terminar.</translation>
    </message>
    <message>
      <location filename="../review/map_tools.py" />
      <source>Click a line across the polygon; right click ends, Esc gives up.</source>
      <translation>Trace una línea a través del polígono haciendo clic; clic derecho para terminar, Esc para abandonar.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Click another polygon to make both one.</source>
      <translation>Haga clic en otro polígono para unirlo con este.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Click the corners of the landslide; right click ends, Esc gives up.</source>
      <translation>Haga clic en los vértices del deslizamiento; clic derecho para terminar, Esc para abandonar.</translation>
    </message>
    <message>
      <location filename="../review/map_tools.py" />
      <source>Click the corners of the new outline; right click ends, Esc gives up.</source>
      <translation>Haga clic en los vértices del contorno nuevo; clic derecho para terminar, Esc para abandonar.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Click the corners; right click ends, Backspace takes one back, Esc gives up.</source>
      <translation>Haga clic en los vértices; clic derecho para terminar, Retroceso para quitar uno, Esc para abandonar.</translation>
    </message>
    <message>
      <location filename="../review/map_tools.py" />
      <source>Click the polygon that belongs to this one.</source>
      <translation>Haga clic en el polígono que pertenece a este.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Cloud</source>
      <translation>Nube</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Cloud shadow</source>
      <translation>Sombra de nube</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../gui/options_group.py" />
      <location filename="../processing/algorithms/stack.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Clouds</source>
      <translation>Nubes</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Clouds in the whole scene, as its catalogue says</source>
      <translation>Nubes en toda la escena, según su catálogo</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Com&amp;pare</source>
      <translation>Com&amp;parar</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Combine bands, slope and elevation</source>
      <translation>Combinar bandas, pendiente y elevación</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Combined raster</source>
      <translation>Ráster combinado</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Compactness (circle = 1)</source>
      <translation>Compacidad (círculo = 1)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Compare inventories</source>
      <translation>Comparar inventarios</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Compares an inventory with a reference: which landslides are true, false and missed, and the scores.</source>
      <translation>Compara un inventario con una referencia: qué deslizamientos son verdaderos, falsos u omitidos, y las puntuaciones.</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing pixels that look alike</source>
      <translation>Comparando píxeles parecidos</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing with the reference</source>
      <translation>Comparando con la referencia</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing with the scene before</source>
      <translation>Comparando con la escena anterior</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing with the slopes</source>
      <translation>Comparando con las pendientes</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Comparison</source>
      <translation>Comparación</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Complete from (square metres)</source>
      <translation>Completo a partir de (metros cuadrados)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <source>Confidence</source>
      <translation>Confianza</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Confident ({low} to {high} %)</source>
      <translation>Segura ({low} a {high} %)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Convert inventory</source>
      <translation>Convertir inventario</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Converted inventory</source>
      <translation>Inventario convertido</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Copied. Paste it into your message.</source>
      <translation>Copiado. Péguelo en su mensaje.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Copy d&amp;iagnostics</source>
      <translation>Copiar &amp;diagnóstico</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Counts and measures the roads, buildings and other assets that landslides hit, and those below them.</source>
      <translation>Cuenta y mide las carreteras, los edificios y otros elementos expuestos que los deslizamientos alcanzan, y los que están aguas abajo.</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Covers</source>
      <translation>Cubre</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Crown (highest point)</source>
      <translation>Corona (punto más alto)</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <location filename="../processing/loading.py" />
      <location filename="../processing/parts.py" />
      <source>Crown and toe points</source>
      <translation>Puntos de corona y pie</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Cut off at an edge</source>
      <translation>Cortado por un borde</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Cut off by the edge of what could be seen: it may be larger.</source>
      <translation>Cortado por el borde de lo observable: puede ser mayor.</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../gui/event_group.py" />
      <location filename="../gui/history_dialog.py" />
      <source>Date</source>
      <translation>Fecha</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Date of the event</source>
      <translation>Fecha del evento</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Day of the e&amp;vent</source>
      <translation>Día del e&amp;vento</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Day when the scene was taken</source>
      <translation>Día en que se tomó la escena</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Days after the event</source>
      <translation>Días después del evento</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Days before the event</source>
      <translation>Días antes del evento</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Debris avalanche</source>
      <translation>Avalancha de detritos</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Debris flood</source>
      <translation>Inundación de detritos</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Debris flow</source>
      <translation>Flujo de detritos</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Decimetres</source>
      <translation>Decímetros</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Describe {name}</source>
      <translation>Describir {name}</translation>
    </message>
    <message>
      <location filename="../gui/layer_menu.py" />
      <source>Detect again with the settings of this layer…</source>
      <translation>Detectar de nuevo con los ajustes de esta capa…</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <location filename="../plugin.py" />
      <location filename="../processing/algorithms/detect.py" />
      <source>Detect landslides</source>
      <translation>Detectar deslizamientos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Detect landslides in many scenes</source>
      <translation>Detectar deslizamientos en muchas escenas</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Detecting landslides</source>
      <translation>Detección de deslizamientos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <location filename="../processing/base.py" />
      <source>Detection</source>
      <translation>Detección</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Distance downstream (metres)</source>
      <translation>Distancia aguas abajo (metros)</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Done in {time}. You can detect landslides now.</source>
      <translation>Terminado en {time}. Ya puede detectar deslizamientos.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Dormant: could move again</source>
      <translation>Latente: podría volver a moverse</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Doubtful for the model: point here to read why</source>
      <translation>Dudoso para el modelo: apunte aquí para leer por qué</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Downloaded product (.zip, or the MTD_MSIL1C.xml or MTD_MSIL2A.xml in an unpacked one), a raster with several bands, one raster per band (layers or files, each named after its band, like B02), or a STAC item (.json). Scripts and models may also give a folder.</source>
      <translation>Producto descargado (.zip, o el MTD_MSIL1C.xml o MTD_MSIL2A.xml de uno descomprimido), un ráster multibanda, un ráster por banda (capas o archivos con el nombre de su banda, como B02) o un elemento STAC (.json). Los scripts y modelos también pueden dar una carpeta.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Downloaded products (.zip), the MTD_MSIL1C.xml or MTD_MSIL2A.xml in unpacked products, rasters with several bands, or STAC items (.json).</source>
      <translation>Productos descargados (.zip), el MTD_MSIL1C.xml o MTD_MSIL2A.xml de productos descomprimidos, rásteres con varias bandas, o elementos STAC (.json).</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Downloaded: {size} in {folder}</source>
      <translation>Descargado: {size} en {folder}</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Downloading</source>
      <translation>Descargando</translation>
    </message>
    <message>
      <location filename="../backend/pip.py" />
      <source>Downloading packages</source>
      <translation>Descargando paquetes</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Downloading scenes</source>
      <translation>Descargando escenas</translation>
    </message>
    <message>
      <location filename="../backend/pip.py" />
      <source>Downloading {name} ({size})</source>
      <translation>Descargando {name} ({size})</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Drag a rectangle on the map.</source>
      <translation>Arrastre un rectángulo en el mapa.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Drag over the map to uncover the picture before.</source>
      <translation>Arrastre sobre el mapa para descubrir la imagen anterior.</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>Drag over the map to uncover the scene before; Esc ends.</source>
      <translation>Arrastre sobre el mapa para descubrir la escena anterior; Esc para terminar.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Draw a line that cuts the polygon in two.</source>
      <translation>Dibujar una línea que corte el polígono en dos.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Draw a rectangle on the map, or choose another area.</source>
      <translation>Dibuje un rectángulo en el mapa, o elija otra área.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Draw a rectangle or a polygon on the map, or choose another area.</source>
      <translation>Dibuje un rectángulo o un polígono en el mapa, o elija otra área.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Draw on the map</source>
      <translation>Dibujar en el mapa</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Draw the outline anew on the map.</source>
      <translation>Dibujar de nuevo el contorno en el mapa.</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Drawing outlines</source>
      <translation>Dibujando contornos</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Drawing outlines…</source>
      <translation>Dibujando contornos…</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Drawing the map</source>
      <translation>Dibujando el mapa</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Drawn by hand</source>
      <translation>Dibujado a mano</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Dry sand, silt or debris flow</source>
      <translation>Flujo seco de arena, limo o detritos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Earlier inventory or ledger</source>
      <translation>Inventario anterior o registro histórico</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>Earlier runs</source>
      <translation>Historial de ejecuciones</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Earlier runs…</source>
      <translation>Historial…</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Earthflow</source>
      <translation>Flujo de tierra</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Earthquake</source>
      <translation>Sismo</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Ele&amp;vation</source>
      <translation>Ele&amp;vación</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <location filename="../layers/columns.py" />
      <location filename="../processing/algorithms/exposure.py" />
      <location filename="../processing/algorithms/split.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Elevation (DEM)</source>
      <translation>Elevación (MDE)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Elevation (m)</source>
      <translation>Elevación (m)</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Elevation covers {share} %</source>
      <translation>La elevación cubre el {share} %</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <source>Elevation rasters</source>
      <translation>Rásteres de elevación</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Empty: from the internet</source>
      <translation>Vacío: desde internet</translation>
    </message>
    <message>
      <location filename="../review/details.py" />
      <source>Enter keeps, Esc gives up</source>
      <translation>Intro guarda, Esc abandona</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Enter or right click: add it. D: draw by hand. Esc: drop it.</source>
      <translation>Intro o clic derecho: añadirlo. D: dibujar a mano. Esc: descartarlo.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Erosion by river or waves</source>
      <translation>Erosión fluvial o por oleaje</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../layers/columns.py" />
      <source>Event</source>
      <translation>Evento</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>Event (optional)</source>
      <translation>Evento (opcional)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Event: date</source>
      <translation>Evento: fecha</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Event: name</source>
      <translation>Evento: nombre</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Event: trigger</source>
      <translation>Evento: detonante</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Exponent of the power law</source>
      <translation>Exponente de la ley de potencia</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Exposure</source>
      <translation>Exposición</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Exposure of assets</source>
      <translation>Exposición de elementos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>F1 of pixels</source>
      <translation>F1 de los píxeles</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>F1 of polygons that match</source>
      <translation>F1 de los polígonos que coinciden</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>F1 of the decisions before</source>
      <translation>F1 de las decisiones antes del ajuste</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>F1 of the decisions by the tuned model</source>
      <translation>F1 de las decisiones con el modelo ajustado</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Faces (° from north)</source>
      <translation>Orientación (° desde N)</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>False colour</source>
      <translation>Falso color</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>False colour: bare ground is magenta, vegetation green. NDVI: bare ground is brown, vegetation green.</source>
      <translation>Falso color: suelo desnudo en magenta, vegetación en verde. NDVI: suelo desnudo en marrón, vegetación en verde.</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Feet</source>
      <translation>Pies</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Field</source>
      <translation>Campo de cultivo</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../gui/terrain_group.py" />
      <source>File</source>
      <translation>Archivo</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Files as for the scene; several are several dates. It gives each landslide its earliest date, and new landslides are told from ground that was bare already.</source>
      <translation>Archivos como para la escena; varios son varias fechas. Da a cada deslizamiento su fecha más temprana y distingue los deslizamientos nuevos del suelo que ya estaba desnudo.</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <location filename="../gui/path_list.py" />
      <source>File…</source>
      <translation>Archivo…</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Fill holes up to</source>
      <translation>Rellenar huecos hasta</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Fill holes up to (square metres)</source>
      <translation>Rellenar huecos hasta (metros cuadrados)</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Fills the panel “Detect landslides”: scene, scene before, elevation.</source>
      <translation>Rellena el panel “Detectar deslizamientos”: escena, escena anterior, elevación.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <location filename="../plugin.py" />
      <source>Find scenes</source>
      <translation>Buscar escenas</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Find them (automatic)</source>
      <translation>Buscarlas (automático)</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Find them by colour</source>
      <translation>Buscarlas por color</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Find them with a network</source>
      <translation>Buscarlas con una red neuronal</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Fits a model to polygons that were accepted, drawn and rejected in a scene.</source>
      <translation>Ajusta un modelo a los polígonos aceptados, dibujados y rechazados en una escena.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Fits the area-frequency distribution of landslides: tail, roll-over, magnitude, completeness.</source>
      <translation>Ajusta la distribución área-frecuencia de los deslizamientos: cola, rollover, magnitud, completitud.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Fits the model to what was accepted, added and rejected. Needs decisions of both kinds.</source>
      <translation>Ajusta el modelo a lo que se aceptó, añadió y rechazó. Necesita decisiones de ambos tipos.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Flicker</source>
      <translation>Alternar</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Flips and rotations (eight times as long)</source>
      <translation>Volteos y rotaciones (tarda ocho veces más)</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Fo&amp;lder</source>
      <translation>Carpet&amp;a</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Folder for the results</source>
      <translation>Carpeta de los resultados</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <location filename="../gui/path_list.py" />
      <source>Folder…</source>
      <translation>Carpeta…</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Follow run-outs</source>
      <translation>Seguir los recorridos</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Following the run-outs</source>
      <translation>Siguiendo los recorridos</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>For a computer without internet: a folder with all packages (wheels).</source>
      <translation>Para un equipo sin internet: una carpeta con todos los paquetes (wheels).</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>For example Copernicus_DEM_30m.tif</source>
      <translation>Por ejemplo, Copernicus_DEM_30m.tif</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>For example Puthumala 2019</source>
      <translation>Por ejemplo, Puthumala 2019</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>For the form choose one scene after the event; to download, choose as many as you want.</source>
      <translation>Para el formulario elija una sola escena posterior al evento; para descargar, todas las que quiera.</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>For: Sentinel-2 {levels}</source>
      <translation>Para: Sentinel-2 {levels}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Format</source>
      <translation>Formato</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Found beside the scene.</source>
      <translation>Se encontró junto a la escena.</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Found beside the scene:</source>
      <translation>Se encontró junto a la escena:</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>From the polygon to the list, or back.</source>
      <translation>Del polígono a la lista, o al revés.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <location filename="../processing/parameters.py" />
      <source>GeoPackage</source>
      <translation>GeoPackage</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Go on if the DEM does not cover the scene</source>
      <translation>Continuar si el MDE no cubre toda la escena</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/wording.py" />
      <source>Go on with what is in the folder</source>
      <translation>Continuar con lo que hay en la carpeta</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Go to the next polygon without deciding.</source>
      <translation>Ir al polígono siguiente sin decidir.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Go to the polygon before.</source>
      <translation>Ir al polígono anterior.</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Graphics card</source>
      <translation>Tarjeta gráfica</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Gravel, sand or debris slide</source>
      <translation>Deslizamiento de grava, arena o detritos</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Gravel, sand or silt topple</source>
      <translation>Vuelco de grava, arena o limo</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Greatest distance of a point from a polygon (metres)</source>
      <translation>Distancia máxima de un punto a un polígono (metros)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Grow landslides along their run-out</source>
      <translation>Extender los deslizamientos por su recorrido</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Grown along the run-out (m²)</source>
      <translation>Añadido a lo largo del recorrido (m²)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Happened after</source>
      <translation>Ocurrió después de</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Happened before</source>
      <translation>Ocurrió antes de</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Heading</source>
      <translation>Título</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Height difference</source>
      <translation>Desnivel</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Height difference (m)</source>
      <translation>Desnivel (m)</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Help</source>
      <translation>Ayuda</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Hide</source>
      <translation>Ocultar</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Hide all outlines; the same key shows them again.</source>
      <translation>Ocultar todos los contornos; la misma tecla los muestra de nuevo.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>High ({low} % and more)</source>
      <translation>Alta ({low} % o más)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Highest elevation (m)</source>
      <translation>Elevación máxima (m)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Highest probability (0 to 1)</source>
      <translation>Probabilidad máxima (0 a 1)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Holes in landslides that were not observed stay. 0 fills none.</source>
      <translation>Los huecos no observados en los deslizamientos se conservan. 0 no rellena ninguno.</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Holes in landslides up to this area; those that were not observed stay.</source>
      <translation>Huecos en los deslizamientos hasta esta área; los que no se observaron se conservan.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>How clouds are found: by the classes that came with the scene, by the network ukis-csmask if it is installed, or by a built-in spectral test. Automatic takes the first that is there.</source>
      <translation>Cómo se buscan las nubes: con las clases que acompañan a la escena, con la red ukis-csmask si está instalada, o con una prueba espectral integrada. Automático toma la primera opción disponible.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Human activity</source>
      <translation>Actividad humana</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Identifier that never changes</source>
      <translation>Identificador que nunca cambia</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Identifiers of the polygons that became one</source>
      <translation>Identificadores de los polígonos que se unieron en uno</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>In its test, {precision} % of the mapped area was landslide, and {recall} % of the landslide area was mapped.</source>
      <translation>En su prueba, el {precision} % del área cartografiada era deslizamiento, y se cartografió el {recall} % del área de deslizamientos.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>In place of polygons. Empty: the whole scene.</source>
      <translation>En lugar de polígonos. Vacío: toda la escena.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>In the place of those of the training data, without training: for scenes that look unlike them. The default model compares with the scene itself already.</source>
      <translation>En lugar de las de los datos de entrenamiento, sin entrenar: para escenas que no se les parecen. El modelo predeterminado ya compara con la propia escena.</translation>
    </message>
    <message>
      <location filename="../backend/pip.py" />
      <source>Installing</source>
      <translation>Instalando</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <location filename="../processing/algorithms/convert.py" />
      <location filename="../processing/algorithms/exposure.py" />
      <location filename="../processing/algorithms/ledger.py" />
      <location filename="../processing/algorithms/merge.py" />
      <location filename="../processing/algorithms/report.py" />
      <location filename="../processing/algorithms/split.py" />
      <location filename="../processing/algorithms/statistics.py" />
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Inventories</source>
      <translation>Inventarios</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Inventories (GeoPackage)</source>
      <translation>Inventarios (GeoPackage)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/algorithms/exposure.py" />
      <location filename="../processing/algorithms/report.py" />
      <location filename="../processing/algorithms/split.py" />
      <location filename="../processing/algorithms/statistics.py" />
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Inventory</source>
      <translation>Inventario</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Inventory (GeoPackage)</source>
      <translation>Inventario (GeoPackage)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Inventory (polygons)</source>
      <translation>Inventario (polígonos)</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>It is a landslide: accept it and go to the next.</source>
      <translation>Es un deslizamiento: aceptarlo y pasar al siguiente.</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>It is in the project already.</source>
      <translation>Ya está en el proyecto.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>It is none: reject it and go to the next.</source>
      <translation>No lo es: rechazarlo y pasar al siguiente.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>It works and is used from now on.</source>
      <translation>Funciona y se usará a partir de ahora.</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Keep clouds</source>
      <translation>Conservar las nubes</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Keep them in, or cut them out.</source>
      <translation>Conservarlas o recortarlas.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Keys</source>
      <translation>Teclas</translation>
    </message>
    <message>
      <location filename="../review/key_sheet.py" />
      <source>Keys of the review</source>
      <translation>Teclas de la revisión</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>L&amp;og</source>
      <translation>Re&amp;gistro</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>L1C: top of atmosphere</source>
      <translation>L1C: techo de la atmósfera</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>L2A: surface reflectance</source>
      <translation>L2A: reflectancia de superficie</translation>
    </message>
    <message>
      <location filename="../gui/messages.py" />
      <source>L4S</source>
      <translation>L4S</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../review/table_model.py" />
      <source>Landslide</source>
      <translation>Deslizamiento</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <source>Landslide probability</source>
      <translation>Probabilidad de deslizamiento</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Landslide report</source>
      <translation>Informe de deslizamientos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Landslide size statistics</source>
      <translation>Estadísticas de tamaño de los deslizamientos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Landslide-event magnitude by number</source>
      <translation>Magnitud del evento según el número</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Landslide-event magnitude by the tail</source>
      <translation>Magnitud del evento según la cola</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../layers/result.py" />
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/loading.py" />
      <source>Landslides</source>
      <translation>Deslizamientos</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <location filename="../processing/provider.py" />
      <source>Landslides (L4S)</source>
      <translation>Deslizamientos (L4S)</translation>
    </message>
    <message>
      <location filename="../processing/provider.py" />
      <source>Landslides (L4S): inventories from Sentinel-2</source>
      <translation>Deslizamientos (L4S): inventarios con Sentinel-2</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Landslides of the new inventory that match reviewed ones keep identifier, review, notes and type.</source>
      <translation>Los deslizamientos del inventario nuevo que coinciden con revisados conservan identificador, revisión, notas y tipo.</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Landslides that match reviewed ones keep identifier, review, notes and type; what was drawn by hand stays. A copy of the file is kept, with ~ at the end of its name.</source>
      <translation>Los deslizamientos que coinciden con revisados conservan identificador, revisión, notas y tipo; lo que se dibujó a mano permanece. Se guarda una copia del archivo, con ~ al final de su nombre.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../gui/path_list.py" />
      <location filename="../gui/scene_group.py" />
      <location filename="../gui/terrain_group.py" />
      <source>Layer of this project</source>
      <translation>Capa de este proyecto</translation>
    </message>
    <message>
      <location filename="../gui/band_table.py" />
      <source>Layer or band</source>
      <translation>Capa o banda</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Layer with polygons</source>
      <translation>Capa con polígonos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Layer, or file in a zip</source>
      <translation>Capa, o archivo dentro de un zip</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Layers and reviewer</source>
      <translation>Capas y revisor</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Least difference in height (metres)</source>
      <translation>Diferencia mínima de altura (metros)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Least overlap of a match (intersection over union, 0 to 1)</source>
      <translation>Solape mínimo de una coincidencia (intersección sobre unión, 0 a 1)</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Leave out open water</source>
      <translation>Excluir masas de agua</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Ledger</source>
      <translation>Registro histórico</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Left out where less than a quarter is at least this steep. 0 keeps everything. Needs elevation.</source>
      <translation>Se excluye lo que tiene menos de un cuarto con al menos esta pendiente. 0 conserva todo. Requiere la elevación.</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Length divided by width</source>
      <translation>Relación longitud/ancho</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Length downslope (m)</source>
      <translation>Longitud ladera abajo (m)</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Length, width</source>
      <translation>Longitud, ancho</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../gui/scene_details.py" />
      <source>Level</source>
      <translation>Nivel</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <location filename="../processing/choices.py" />
      <source>Level-1C (top of atmosphere)</source>
      <translation>Level-1C (techo de la atmósfera)</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <location filename="../processing/choices.py" />
      <source>Level-2A (surface)</source>
      <translation>Level-2A (superficie)</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Licence: {licence}</source>
      <translation>Licencia: {licence}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Likely ({low} to {high} %)</source>
      <translation>Muy probable ({low} a {high} %)</translation>
    </message>
    <message>
      <location filename="../pictures/linked.py" />
      <location filename="../plugin.py" />
      <source>Linked map</source>
      <translation>Mapa vinculado</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <location filename="../review/work_page.py" />
      <source>List</source>
      <translation>Lista</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Load the merged inventory</source>
      <translation>Cargar el inventario reunido</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>Log</source>
      <translation>Registro</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Looking for clouds</source>
      <translation>Buscando nubes</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Looking for landslides</source>
      <translation>Buscando deslizamientos</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <location filename="../gui/detect_dock.py" />
      <source>Looking for the calculation part of l4s…</source>
      <translation>Buscando el módulo de cálculo de l4s…</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Looking for the outline…</source>
      <translation>Buscando el contorno…</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Lower threshold</source>
      <translation>Umbral inferior</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Lower threshold beside landslides (probability, 0 to 1)</source>
      <translation>Umbral inferior junto a los deslizamientos (probabilidad, 0 a 1)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>Lower threshold, holes and CRF are as in the run.</source>
      <translation>El umbral inferior, los huecos y el CRF son los de la ejecución.</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Lowest elevation (m)</source>
      <translation>Elevación mínima (m)</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Ma&amp;ximum clouds</source>
      <translation>Má&amp;x. de nubes</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Make the environment anew</source>
      <translation>Crear el entorno de nuevo</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Makes one inventory of those of several scenes; a landslide that several show becomes one polygon.</source>
      <translation>Reúne en uno solo los inventarios de varias escenas; un deslizamiento que varias muestran pasa a ser un polígono.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Makes the inventory from a probability raster, with another threshold or other rules.</source>
      <translation>Crea el inventario a partir de un ráster de probabilidad, con otro umbral u otras reglas.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>Making the environment</source>
      <translation>Creando el entorno</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>Making the pictures of the scene…</source>
      <translation>Creando las imágenes de la escena…</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>Map</source>
      <translation>Mapa</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Map it even if the model does not suit</source>
      <translation>Cartografiar aunque el modelo no sea adecuado</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Map new landslides only</source>
      <translation>Cartografiar solo deslizamientos nuevos</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Mapping the scenes</source>
      <translation>Cartografiando las escenas</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Maps a small real scene that comes with the plugin: Puthumala, India, 2019.</source>
      <translation>Cartografía una pequeña escena real incluida en el complemento: Puthumala, India, 2019.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Maps many Sentinel-2 scenes and merges their inventories; goes on where it was stopped.</source>
      <translation>Cartografía muchas escenas Sentinel-2 y reúne sus inventarios; continúa donde se detuvo.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>Maps the landslides in a Sentinel-2 scene as polygons with attributes.</source>
      <translation>Cartografía los deslizamientos de una escena Sentinel-2 como polígonos con atributos.</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Mask</source>
      <translation>Máscara</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>May be several landslides drawn as one.</source>
      <translation>Pueden ser varios deslizamientos dibujados como uno.</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Mean probability (0 to 1)</source>
      <translation>Probabilidad media (0 a 1)</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>Mean probability at least</source>
      <translation>Probabilidad media mínima</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Mean slope</source>
      <translation>Pendiente media</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Mean slope (°)</source>
      <translation>Pendiente media (°)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Mean uncertainty (0 to 1)</source>
      <translation>Incertidumbre media (0 a 1)</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Measure again</source>
      <translation>Medir de nuevo</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Measures</source>
      <translation>Medidas</translation>
    </message>
    <message>
      <location filename="../review/measuring.py" />
      <source>Measuring landslides</source>
      <translation>Midiendo deslizamientos</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Measuring the brightness</source>
      <translation>Midiendo el brillo</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Measuring the landslides</source>
      <translation>Midiendo los deslizamientos</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Measuring…</source>
      <translation>Midiendo…</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Members of an ensemble</source>
      <translation>Miembros de un conjunto de modelos</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Merge</source>
      <translation>Combinar</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Merge into {name}</source>
      <translation>Combinar con {name}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Merge inventories</source>
      <translation>Reunir inventarios</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/merge.py" />
      <source>Merged inventory</source>
      <translation>Inventario reunido</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Merging the inventories</source>
      <translation>Combinando los inventarios</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Metres</source>
      <translation>Metros</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Minimum &amp;area</source>
      <translation>Área m&amp;ínima</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Minimum &amp;slope</source>
      <translation>Pendiente &amp;mínima</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Minimum area (square metres)</source>
      <translation>Área mínima (metros cuadrados)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Minimum area of a part (square metres)</source>
      <translation>Área mínima de una parte (metros cuadrados)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Minimum mapping unit (square metres)</source>
      <translation>Unidad mínima cartografiable (metros cuadrados)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Minimum mapping unit: smaller patches are dropped. 1,000 m² are ten pixels of 10 m.</source>
      <translation>Unidad mínima cartografiable: se descartan las manchas menores. 1000 m² son diez píxeles de 10 m.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Minimum slope (degrees)</source>
      <translation>Pendiente mínima (grados)</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../gui/model_group.py" />
      <location filename="../layers/columns.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Model</source>
      <translation>Modelo</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Model: file</source>
      <translation>Modelo: archivo</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <source>Models</source>
      <translation>Modelos</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Models (*.onnx *.safetensors *.yaml);;All files (*)</source>
      <translation>Modelos (*.onnx *.safetensors *.yaml);;Todos los archivos (*)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <location filename="../review/tuning.py" />
      <source>Models (*.onnx)</source>
      <translation>Modelos (*.onnx)</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Mountain slope deformation</source>
      <translation>Deformación de ladera de montaña</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Move the scene before to fit</source>
      <translation>Ajustar la escena anterior</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Moves it to where it shows the same ground; automatic does so from 0.3 pixels on.</source>
      <translation>La mueve hasta donde muestra el mismo terreno; en automático, a partir de 0,3 píxeles.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Mud flow</source>
      <translation>Flujo de lodo</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>NDVI</source>
      <translation>NDVI</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>Name</source>
      <translation>Nombre</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Name: {name}</source>
      <translation>Nombre: {name}</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Neither probability nor scene of this result is found. D: draw the landslide by hand. Esc: end.</source>
      <translation>No se encuentra ni la probabilidad ni la escena de este resultado. D: dibujar el deslizamiento a mano. Esc: terminar.</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Network ukis-csmask</source>
      <translation>Red ukis-csmask</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Never</source>
      <translation>Nunca</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Never: its date alone</source>
      <translation>Nunca: solo su fecha</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>New inventory</source>
      <translation>Nuevo inventario</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Newer inventory</source>
      <translation>Inventario más reciente</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Next</source>
      <translation>Siguiente</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../processing/choices.py" />
      <source>No</source>
      <translation>No</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>No Python 3.10 or newer was found. Install Python 3.12 from python.org, then try again.</source>
      <translation>No se encontró Python 3.10 o posterior. Instale Python 3.12 desde python.org y vuelva a intentarlo.</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>No Python 3.10 or newer was found. Install the packages python3 and python3-venv, then try again.</source>
      <translation>No se encontró Python 3.10 o posterior. Instale los paquetes python3 y python3-venv y vuelva a intentarlo.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>No answer within {seconds} seconds.</source>
      <translation>Sin respuesta en {seconds} segundos.</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>No elevation</source>
      <translation>Sin elevación</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/detect.py" />
      <source>No elevation was given: flat ground is not ruled out, and heights and slopes stay empty.</source>
      <translation>No se indicó la elevación: no se descarta el terreno llano, y las elevaciones y pendientes quedan vacías.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>No image data</source>
      <translation>Sin datos de imagen</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>No landslide on the map at this threshold.</source>
      <translation>Con este umbral no hay deslizamientos en el mapa.</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>No landslide that nobody has reviewed is as probable as this.</source>
      <translation>Ningún deslizamiento sin revisar alcanza esta probabilidad.</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>No landslides found</source>
      <translation>No se encontraron deslizamientos</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>No polygon yet.</source>
      <translation>Aún no hay polígono.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>No rectangle yet.</source>
      <translation>Aún no hay rectángulo.</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>No run has ended yet, and the project has no inventory.</source>
      <translation>Aún no ha terminado ninguna ejecución, y el proyecto no tiene inventario.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>No scene could be mapped. {why}</source>
      <translation>No se pudo cartografiar ninguna escena. {why}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>No terrain data</source>
      <translation>Sin datos del terreno</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>None</source>
      <translation>Ninguna</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>None (Settings &gt; Options &gt; Network of QGIS)</source>
      <translation>Ninguno (en QGIS: Configuración &gt; Opciones &gt; Red)</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>None: look at every pixel</source>
      <translation>Ninguna: examinar todos los píxeles</translation>
    </message>
    <message>
      <location filename="../review/measuring.py" />
      <source>Not all outlines could be measured.</source>
      <translation>No se pudieron medir todos los contornos.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Not compared</source>
      <translation>No comparado</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Not decided by me</source>
      <translation>No decididos por mí</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Not known</source>
      <translation>Desconocido</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <location filename="../processing/loading.py" />
      <location filename="../processing/parts.py" />
      <source>Not observed</source>
      <translation>No observado</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Not observed before the event</source>
      <translation>No observado antes del evento</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>Not reviewed by anybody and will be accepted: {count} ({area} ha). One undo takes it back.</source>
      <translation>Sin revisar por nadie, se aceptarán: {count} ({area} ha). Se revierte con un solo “Deshacer”.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../review/polygon_list.py" />
      <source>Not reviewed yet</source>
      <translation>Sin revisar</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <location filename="../review/actions.py" />
      <location filename="../review/details.py" />
      <source>Notes</source>
      <translation>Notas</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Nothing can be saved in {folder}: {reason}. Choose another folder.</source>
      <translation>No se puede guardar nada en {folder}: {reason}. Elija otra carpeta.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Nothing is selected in the layer “{name}”.</source>
      <translation>No hay nada seleccionado en la capa “{name}”.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Number of assets below</source>
      <translation>Número de elementos aguas abajo</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Number of assets hit</source>
      <translation>Número de elementos alcanzados</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/convert.py" />
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/algorithms/ledger.py" />
      <location filename="../processing/algorithms/merge.py" />
      <location filename="../processing/algorithms/report.py" />
      <location filename="../processing/algorithms/split.py" />
      <location filename="../processing/algorithms/statistics.py" />
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Number of landslides</source>
      <translation>Número de deslizamientos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Number of landslides found in several scenes</source>
      <translation>Número de deslizamientos hallados en varias escenas</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Number of landslides that hit something</source>
      <translation>Número de deslizamientos que alcanzan algo</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Number of landslides that were split</source>
      <translation>Número de deslizamientos divididos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Number of new landslides</source>
      <translation>Número de deslizamientos nuevos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Number of parts</source>
      <translation>Número de partes</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Number of points</source>
      <translation>Número de puntos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Number of reactivated landslides</source>
      <translation>Número de deslizamientos reactivados</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Number of revegetated landslides</source>
      <translation>Número de deslizamientos revegetados</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Number of scenes that failed</source>
      <translation>Número de escenas que fallaron</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <source>Of the run: {name}</source>
      <translation>De la ejecución: {name}</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Off</source>
      <translation>Sin suavizar</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>Offset</source>
      <translation>Offset</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>On the map now: {picture}</source>
      <translation>Ahora en el mapa: {picture}</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>On the map: {count} landslides, {area} ha.</source>
      <translation>Deslizamientos en el mapa: {count}, {area} ha.</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>One of the list, or the address of another STAC API (https://…).</source>
      <translation>Uno de la lista, o la dirección de otra API STAC (https://…).</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Only how landslides are drawn; the polygons keep the outline of the pixels.</source>
      <translation>Solo cómo se dibujan los deslizamientos; los polígonos conservan el contorno de los píxeles.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Only if the files do not say it: L1C is top of atmosphere, L2A is surface reflectance.</source>
      <translation>Solo si los archivos no lo indican: L1C es techo de la atmósfera, L2A es reflectancia en superficie.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Only if the raster does not name them.</source>
      <translation>Solo si el ráster no las nombra.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Only landslides that are new since then are mapped; its date says after when they happened.</source>
      <translation>Solo se cartografían los deslizamientos nuevos desde entonces; su fecha indica después de cuándo ocurrieron.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/detect.py" />
      <source>Only what lies in these polygons is mapped. Empty: the whole scene.</source>
      <translation>Solo se cartografía lo que queda dentro de estos polígonos. Vacío: toda la escena.</translation>
    </message>
    <message>
      <location filename="../processing/connect.py" />
      <source>Open Plugins &gt; Landslides (L4S) &gt; Set up l4s; where there is no desktop, name a Python that has l4s in the environment variable {name}.</source>
      <translation>Abra Complementos &gt; Deslizamientos (L4S) &gt; Instalar l4s; donde no haya escritorio, indique un Python que tenga l4s en la variable de entorno {name}.</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Opening the scene</source>
      <translation>Abriendo la escena</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Options</source>
      <translation>Opciones</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Order of the bands</source>
      <translation>Orden de las bandas</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Order of the bands of a raster with several</source>
      <translation>Orden de las bandas de un ráster multibanda</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Origin</source>
      <translation>Origen</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Ot&amp;her Python</source>
      <translation>&amp;Otro Python</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Other reason</source>
      <translation>Otro motivo</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Outline {step} of {steps}, {hectares} ha. + and -, or Ctrl and wheel: looser, tighter. </source>
      <translation>Contorno {step} de {steps}, {hectares} ha. + y -, o Ctrl y rueda: más amplio, más ajustado. </translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Outlines are hidden; H shows them again.</source>
      <translation>Los contornos están ocultos; H los muestra de nuevo.</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Outlines follow the pixels; a tolerance of 10 m takes their steps away.</source>
      <translation>Los contornos siguen los píxeles; una tolerancia de 10 m elimina los escalones.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Outlining a landslide</source>
      <translation>Trazando el contorno de un deslizamiento</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Outside the area asked for</source>
      <translation>Fuera del área pedida</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../processing/parameters.py" />
      <source>Over bare ground below them that is connected and looks alike. Needs elevation.</source>
      <translation>Sobre el suelo desnudo ladera abajo que está conectado y se les parece. Necesita la elevación.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Over bare ground below them that looks alike. Needs elevation and the scene of the run.</source>
      <translation>Sobre el suelo desnudo ladera abajo que se les parece. Necesita la elevación y la escena de la ejecución.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/choices.py" />
      <source>Overview picture</source>
      <translation>Imagen general</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/scene_details.py" />
      <source>Own value</source>
      <translation>Valor propio</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>PNG files (*.png)</source>
      <translation>Archivos PNG (*.png)</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Packages &amp;from folder</source>
      <translation>Paque&amp;tes de carpeta</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Part of a name, type, reviewer, reason or note; or an expression of QGIS: area_m2 &gt; 5000</source>
      <translation>Parte de un nombre, tipo, revisor, motivo o nota; o una expresión de QGIS: area_m2 &gt; 5000</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Passes with dropout (ten times as long)</source>
      <translation>Pasadas con dropout (tarda diez veces más)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Patches of which less than a quarter is at least this steep are dropped; 0 switches this off. Needs an elevation model.</source>
      <translation>Se descartan las manchas que tienen menos de un cuarto con al menos esta pendiente; 0 lo desactiva. Requiere un modelo de elevaciones.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Peat flow</source>
      <translation>Flujo de turba</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Perhaps several in one</source>
      <translation>Quizá varios en uno</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Perimeter (m)</source>
      <translation>Perímetro (m)</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Period</source>
      <translation>Días</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Picture &amp;before</source>
      <translation>Imagen a&amp;nterior</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Picture a&amp;fter</source>
      <translation>Imagen p&amp;osterior</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>Pictures cannot be kept in {folder}: {reason}</source>
      <translation>No se pueden guardar las imágenes en {folder}: {reason}</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>Pictures of the scene</source>
      <translation>Imágenes de la escena</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Pixel (metres)</source>
      <translation>Píxel (metros)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Pixel size (metres)</source>
      <translation>Tamaño de píxel (metros)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Pixels at or above it are landslide. Not set: the threshold that suits the model best.</source>
      <translation>Los píxeles con este valor o más son deslizamiento. Sin definir: el umbral más adecuado para el modelo.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Pixels from it on belong to a landslide that they touch. Not set: the threshold alone counts.</source>
      <translation>Los píxeles con este valor o más pertenecen al deslizamiento que tocan. Sin definir: solo cuenta el umbral.</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Pixels that look alike agree (CRF)</source>
      <translation>Igualar los píxeles parecidos (CRF)</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Places from this probability on belong to a landslide that they touch.</source>
      <translation>Los lugares con esta probabilidad o más pertenecen al deslizamiento que tocan.</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Places with at least this probability are mapped as landslides.</source>
      <translation>Los lugares con al menos esta probabilidad se cartografían como deslizamientos.</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Places without elevation are shown as “not observed”.</source>
      <translation>Los lugares sin elevación se muestran como “no observado”.</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Point</source>
      <translation>Punto</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Points of the reference</source>
      <translation>Puntos de la referencia</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>Polygon</source>
      <translation>Polígono</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Polygons that may be several landslides</source>
      <translation>Polígonos que pueden ser varios deslizamientos</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Possible (below {high} %)</source>
      <translation>Posible (menos del {high} %)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Precision of polygons that match</source>
      <translation>Precisión de los polígonos que coinciden</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Preparing the bands</source>
      <translation>Preparando las bandas</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>Preview</source>
      <translation>Vista previa</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Preview of a threshold</source>
      <translation>Vista previa de un umbral</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>Preview: threshold {percent} %</source>
      <translation>Vista previa: umbral {percent} %</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Pro&amp;bability</source>
      <translation>Pro&amp;babilidad</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/algorithms/report.py" />
      <location filename="../processing/algorithms/split.py" />
      <location filename="../processing/algorithms/vectorize.py" />
      <location filename="../processing/choices.py" />
      <location filename="../review/table_model.py" />
      <source>Probability</source>
      <translation>Probabilidad</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Probability: {mean} % on average, up to {top} %</source>
      <translation>Probabilidad: {mean} % de media, hasta {top} %</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Probable ({low} to {high} %)</source>
      <translation>Probable ({low} a {high} %)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Processing level</source>
      <translation>Nivel de procesamiento</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Processing level of the scene before</source>
      <translation>Nivel de procesamiento de la escena anterior</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Processor</source>
      <translation>Procesador</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../gui/scene_group.py" />
      <source>Product: file or folder</source>
      <translation>Producto: archivo o carpeta</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Progress</source>
      <translation>Progreso</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Proxy</source>
      <translation>Proxy</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Python or environment with l4s in it</source>
      <translation>Python o entorno que contiene l4s</translation>
    </message>
    <message>
      <location filename="../find/accounts.py" />
      <source>QGIS cannot use the chosen account. Check it in Settings &gt; Options &gt; Authentication.</source>
      <translation>QGIS no puede usar la cuenta elegida. Compruébela en Configuración &gt; Opciones &gt; Autenticación.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Quarry or mine</source>
      <translation>Cantera o mina</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rainfall</source>
      <translation>Lluvia</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Re&amp;move…</source>
      <translation>&amp;Eliminar…</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Re&amp;viewer</source>
      <translation>Re&amp;visor</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Reactivated: moving again</source>
      <translation>Reactivado: se mueve de nuevo</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Reading the probability</source>
      <translation>Leyendo la probabilidad</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>Ready</source>
      <translation>Listo</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Recall of polygons that match, or of points</source>
      <translation>Exhaustividad (recall) de los polígonos que coinciden, o de los puntos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <location filename="../processing/wording.py" />
      <source>Rectangle</source>
      <translation>Rectángulo</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Red, green and blue (B4, B3, B2) are enough.</source>
      <translation>Bastan rojo, verde y azul (B4, B3, B2).</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Red, green and blue (B4, B3, B2) are enough; near infrared (B8) makes the result surer.</source>
      <translation>Bastan rojo, verde y azul (B4, B3, B2); el infrarrojo cercano (B8) hace el resultado más fiable.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Redraw</source>
      <translation>Redibujar</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Redraw {name}</source>
      <translation>Redibujar {name}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <location filename="../processing/algorithms/report.py" />
      <source>Reference (polygons or points)</source>
      <translation>Referencia (polígonos o puntos)</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Reject</source>
      <translation>Rechazar</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Reject {name}</source>
      <translation>Rechazar {name}</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <location filename="../review/polygon_list.py" />
      <source>Rejected</source>
      <translation>Rechazado</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rejected: no landslide</source>
      <translation>Rechazado: no es deslizamiento</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Relict: of another climate</source>
      <translation>Relicto: de otro clima</translation>
    </message>
    <message>
      <location filename="../gui/path_list.py" />
      <source>Remove</source>
      <translation>Quitar</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Remove the environment in {folder}? Results are kept; l4s has to be set up again to run.</source>
      <translation>¿Eliminar el entorno en {folder}? Los resultados se conservan; para ejecutar l4s habrá que instalarlo de nuevo.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Remove the environment of l4s</source>
      <translation>Eliminar el entorno de l4s</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Removed.</source>
      <translation>Eliminado.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Removing…</source>
      <translation>Eliminando…</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Replace e&amp;xisting files</source>
      <translation>Reemplazar archivos e&amp;xistentes</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Report</source>
      <translation>Informe</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Resamples the bands of a Sentinel-2 scene to 10 m and adds slope and elevation.</source>
      <translation>Remuestrea las bandas de una escena Sentinel-2 a 10 m y añade pendiente y elevación.</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Results</source>
      <translation>Resultados</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <location filename="../review/dock.py" />
      <location filename="../review/table_model.py" />
      <source>Review</source>
      <translation>Revisión</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <location filename="../review/dock.py" />
      <source>Review landslides</source>
      <translation>Revisar deslizamientos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Reviewed inventory</source>
      <translation>Inventario revisado</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../review/table_model.py" />
      <source>Reviewer</source>
      <translation>Revisor</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>River or gravel</source>
      <translation>Río o grava</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Road</source>
      <translation>Carretera</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock block topple</source>
      <translation>Vuelco de bloques de roca</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock compound slide</source>
      <translation>Deslizamiento compuesto de roca</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock flexural topple</source>
      <translation>Vuelco flexural de roca</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock irregular slide</source>
      <translation>Deslizamiento irregular de roca</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock or ice avalanche</source>
      <translation>Avalancha de roca o hielo</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock or ice fall</source>
      <translation>Caída de roca o hielo</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock planar slide</source>
      <translation>Deslizamiento planar de roca</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock rotational slide</source>
      <translation>Deslizamiento rotacional de roca</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock slope deformation</source>
      <translation>Deformación de ladera rocosa</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock slope spread</source>
      <translation>Propagación lateral de ladera rocosa</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock wedge slide</source>
      <translation>Deslizamiento de roca en cuña</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Roll-over (square metres)</source>
      <translation>Rollover (metros cuadrados)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Row number</source>
      <translation>Número de fila</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Runs o&amp;n</source>
      <translation>Ejecuta&amp;r en</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Runs on</source>
      <translation>Ejecutar en</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>S&amp;ave review</source>
      <translation>&amp;Guardar revisión</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>S&amp;how the scene</source>
      <translation>M&amp;ostrar la escena</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>S&amp;mooth outlines</source>
      <translation>&amp;Suavizar contornos</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <source>S2A_MSIL2A_….SAFE.zip or a folder</source>
      <translation>S2A_MSIL2A_….SAFE.zip o una carpeta</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>SWIR 1</source>
      <translation>SWIR 1</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>SWIR 2</source>
      <translation>SWIR 2</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Sand or silt liquefaction spread</source>
      <translation>Propagación por licuación de arena o limo</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Sand, silt or debris flowslide</source>
      <translation>Deslizamiento por flujo de arena, limo o detritos</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <source>Save as</source>
      <translation>Guardar como</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Save the probabilit&amp;y too</source>
      <translation>Guardar tamb&amp;ién la probabilidad</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>Save the review first; the model is tuned to what is in the file.</source>
      <translation>Guarde primero la revisión; el modelo se ajusta a lo que está en el archivo.</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Saving</source>
      <translation>Guardando</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Say on which day the landslides happened.</source>
      <translation>Indique qué día ocurrieron los deslizamientos.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Say where to save the result.</source>
      <translation>Indique dónde guardar el resultado.</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Say where to search.</source>
      <translation>Indique dónde buscar.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Say which bands of Sentinel-2 these are: no name was recognised.</source>
      <translation>Indique qué bandas de Sentinel-2 son: no se reconoció ningún nombre.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Says which landslides are new, unchanged, reactivated or revegetated since an earlier inventory.</source>
      <translation>Indica qué deslizamientos son nuevos, sin cambios, reactivados o revegetados desde un inventario anterior.</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>Scale</source>
      <translation>Escala</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Scales 1, 2 and 4 (21 times as long)</source>
      <translation>Escalas 1, 2 y 4 (tarda 21 veces más)</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../pictures/of_result.py" />
      <location filename="../pictures/show.py" />
      <source>Scene</source>
      <translation>Escena</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Scene (file)</source>
      <translation>Escena (archivo)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Scene after the event</source>
      <translation>Escena posterior al evento</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>Scene before</source>
      <translation>Escena anterior</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../layers/columns.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Scene before the event</source>
      <translation>Escena anterior al evento</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Scene before the event (optional)</source>
      <translation>Escena anterior al evento (opcional)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Scene: file (earlier name)</source>
      <translation>Escena: archivo (nombre anterior)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Scene: folder (earlier name)</source>
      <translation>Escena: carpeta (nombre anterior)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Scene: layers (earlier name)</source>
      <translation>Escena: capas (nombre anterior)</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Scene: {facts}</source>
      <translation>Escena: {facts}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <location filename="../processing/loading.py" />
      <source>Scenes</source>
      <translation>Escenas</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/wording.py" />
      <source>Scenes at a time</source>
      <translation>Escenas a la vez</translation>
    </message>
    <message>
      <location filename="../find/footprints.py" />
      <location filename="../find/table.py" />
      <source>Scenes found</source>
      <translation>Escenas encontradas</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Scenes that are complete, with the same inputs, model and parameters, are not mapped again.</source>
      <translation>Las escenas completas, con las mismas entradas, modelo y parámetros, no se vuelven a procesar.</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Searching elevation</source>
      <translation>Buscando la elevación</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Searching scenes</source>
      <translation>Buscando escenas</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Searching scenes after the event</source>
      <translation>Buscando escenas posteriores al evento</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Searching scenes before the event</source>
      <translation>Buscando escenas anteriores al evento</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Sensitive clay flowslide</source>
      <translation>Deslizamiento por flujo de arcilla sensitiva</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Sensitive clay spread</source>
      <translation>Propagación lateral de arcilla sensitiva</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Sentinel-2 ({endings})</source>
      <translation>Sentinel-2 ({endings})</translation>
    </message>
    <message>
      <location filename="../gui/band_table.py" />
      <source>Sentinel-2 band</source>
      <translation>Banda de Sentinel-2</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <location filename="../processing/parameters.py" />
      <source>Sentinel-2 scene</source>
      <translation>Escena Sentinel-2</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <source>Sentinel-2 scenes</source>
      <translation>Escenas Sentinel-2</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Sentinel-2 scenes: files</source>
      <translation>Escenas Sentinel-2: archivos</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>Sentinel-2, 10 bands in order (10 and 20 m)</source>
      <translation>Sentinel-2, 10 bandas en orden (10 y 20 m)</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>Sentinel-2, 12 bands in order (without B10)</source>
      <translation>Sentinel-2, 12 bandas en orden (sin B10)</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>Sentinel-2, 13 bands in order</source>
      <translation>Sentinel-2, 13 bandas en orden</translation>
    </message>
    <message>
      <location filename="../gui/setup_dialog.py" />
      <location filename="../plugin.py" />
      <source>Set up l4s</source>
      <translation>Instalar l4s</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Setting up l4s</source>
      <translation>Instalación de l4s</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Several scenes</source>
      <translation>Varias escenas</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <source>Several single-band layers</source>
      <translation>Varias capas monobanda</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Shadow</source>
      <translation>Sombra</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Share of the area that lies in the scene</source>
      <translation>Parte del área que queda dentro de la escena</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>Share of the area that was observed (percent)</source>
      <translation>Proporción del área que se observó (por ciento)</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Shift of scene before</source>
      <translation>Ajuste de la escena anterior</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Sho&amp;w the scene of these landslides</source>
      <translation>&amp;Mostrar la escena de estos deslizamientos</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <location filename="../review/dock.py" />
      <source>Show all keys.</source>
      <translation>Mostrar todas las teclas.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Show before, after and probability in turn.</source>
      <translation>Mostrar por turnos las imágenes anterior y posterior y la probabilidad.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <location filename="../gui/detect_dock.py" />
      <source>Show log</source>
      <translation>Mostrar registro</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Show the field</source>
      <translation>Mostrar el campo</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Show the polygon as large as it fits.</source>
      <translation>Mostrar el polígono lo más grande posible.</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Size</source>
      <translation>Tamaño</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Size: {size} megapixels</source>
      <translation>Tamaño: {size} megapíxeles</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Size: {size} megapixels, about {time}</source>
      <translation>Tamaño: {size} megapíxeles, aprox. {time}</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Size: {size} megapixels, about {time} (a guess until the first run)</source>
      <translation>Tamaño: {size} megapíxeles, aprox. {time} (estimación hasta la primera ejecución)</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Slope: {degrees}° on average</source>
      <translation>Pendiente: {degrees}° de media</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Smaller places are left out. One pixel of Sentinel-2 is 100 m².</source>
      <translation>Se descartan los lugares menores. Un píxel de Sentinel-2 son 100 m².</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Smallest area that is fitted (square metres)</source>
      <translation>Área mínima que se ajusta (metros cuadrados)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Smooth outlines by (metres)</source>
      <translation>Suavizar contornos (metros)</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Smooth outlines on the map</source>
      <translation>Suavizar contornos en el mapa</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Snow</source>
      <translation>Nieve</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Snowmelt</source>
      <translation>Fusión de nieve</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Software</source>
      <translation>Software</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Soil creep</source>
      <translation>Reptación de suelo</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Soil slope deformation</source>
      <translation>Deformación de ladera en suelo</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Solifluction</source>
      <translation>Solifluxión</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Something else</source>
      <translation>Otra cosa</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>Something outside QGIS ended the calculation (SIGTERM). Start it again.</source>
      <translation>Algo ajeno a QGIS terminó el cálculo (SIGTERM). Inícielo de nuevo.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Split</source>
      <translation>Dividir</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Split inventory</source>
      <translation>Inventario dividido</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Split merged landslides</source>
      <translation>Dividir deslizamientos unidos</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Split reviewed landslides too</source>
      <translation>Dividir también los deslizamientos revisados</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Split {name}</source>
      <translation>Dividir {name}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Splits landslides that were mapped as one along the flow: one crown and one toe each.</source>
      <translation>Divide según el flujo los deslizamientos cartografiados como uno solo: una corona y un pie en cada uno.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Stabilised by works</source>
      <translation>Estabilizado con obras</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>Starting</source>
      <translation>Iniciando</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>State of activity</source>
      <translation>Estado de actividad</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Steepest slope (°)</source>
      <translation>Pendiente máxima (°)</translation>
    </message>
    <message>
      <location filename="../review/leaving.py" />
      <source>Stop review</source>
      <translation>Terminar la revisión</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Stopped; what was fetched stays. Download goes on with it.</source>
      <translation>Detenido; lo descargado se conserva. “Descargar” continúa desde ahí.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Suspended: moved this year</source>
      <translation>Suspendido: se movió este año</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <location filename="../pictures/swipe.py" />
      <location filename="../review/actions.py" />
      <source>Swipe</source>
      <translation>Cortinilla</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Swipe before and after</source>
      <translation>Cortinilla antes y después</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Tables (*.csv *.json);;All files (*)</source>
      <translation>Tablas (*.csv *.json);;Todos los archivos (*)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Tail exponent of the inverse gamma</source>
      <translation>Exponente de la cola de la gamma inversa</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Take back the last change.</source>
      <translation>Deshacer el último cambio.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Tell how sure the model is by</source>
      <translation>Medir la incertidumbre del modelo con</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Terrain</source>
      <translation>Terreno</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Test-time augmentation: the mean over several views of each window. Not set: one look.</source>
      <translation>Aumento de datos en la inferencia (test-time augmentation): la media de varias vistas de cada ventana. Sin definir: una sola vista.</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Text or expression</source>
      <translation>Texto o expresión</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Thaw of permafrost or ice</source>
      <translation>Deshielo de permafrost o hielo</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The Python at {path} has no l4s in it. Install the package l4s there, or choose another one.</source>
      <translation>El Python en {path} no contiene l4s. Instale allí el paquete l4s o elija otro.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The Python packages could not be downloaded: there is no connection to their server. Check the network and the proxy settings of QGIS, or set up from a folder of wheels.</source>
      <translation>No se pudieron descargar los paquetes de Python: no hay conexión con su servidor. Compruebe la red y la configuración de proxy de QGIS, o instale desde una carpeta de wheels.</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>The Python that the environment is made from: 3.10 or newer.</source>
      <translation>El Python con el que se crea el entorno: 3.10 o posterior.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>The answer of the catalogue cannot be read ({reason}).</source>
      <translation>No se puede leer la respuesta del catálogo ({reason}).</translation>
    </message>
    <message>
      <location filename="../area_file.py" />
      <source>The area could not be written: {problem}</source>
      <translation>No se pudo escribir el área: {problem}</translation>
    </message>
    <message>
      <location filename="../processing/area.py" />
      <source>The area has no coordinate system; set that of its layer, or of the project for a rectangle.</source>
      <translation>El área no tiene sistema de coordenadas; defina el de su capa, o el del proyecto si es un rectángulo.</translation>
    </message>
    <message>
      <location filename="../area_file.py" />
      <source>The area has no polygons.</source>
      <translation>El área no tiene polígonos.</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <source>The area of that run cannot be read: draw it again.</source>
      <translation>No se puede leer el área de esa ejecución: dibújela de nuevo.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The area of the last run is still chosen.</source>
      <translation>Sigue elegida el área de la última ejecución.</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The area that was mapped is not in the inventory: draw it again.</source>
      <translation>El área cartografiada no está en el inventario: dibújela de nuevo.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation could not start ({name}): a system library is missing. Install the Microsoft Visual C++ Redistributable, then try again.</source>
      <translation>No se pudo iniciar el cálculo ({name}): falta una biblioteca del sistema. Instale Microsoft Visual C++ Redistributable y vuelva a intentarlo.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation crashed ({name}): a library failed. Try again; if it happens again, repair the set-up of l4s.</source>
      <translation>El cálculo se interrumpió ({name}): falló una biblioteca. Vuelva a intentarlo; si ocurre de nuevo, repare la instalación de l4s.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation ended with an error (code {code}) without saying why. See the log.</source>
      <translation>El cálculo terminó con un error (código {code}) sin indicar el motivo. Consulte el registro.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation ended with an error (code {code}): {words}</source>
      <translation>El cálculo terminó con un error (código {code}): {words}</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation ended without a result and without saying why. Try again; the log has what it said.</source>
      <translation>El cálculo terminó sin resultado y sin indicar el motivo. Vuelva a intentarlo; el registro contiene sus mensajes.</translation>
    </message>
    <message>
      <location filename="../processing/run.py" />
      <source>The calculation ended without a result.</source>
      <translation>El cálculo terminó sin resultado.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The calculation part of l4s belongs to another version of the plugin. Update it.</source>
      <translation>El módulo de cálculo de l4s es de otra versión del complemento. Actualícelo.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <location filename="../review/adding.py" />
      <location filename="../review/questions.py" />
      <location filename="../review/tuning.py" />
      <source>The calculation part of l4s gave no answer that can be read.</source>
      <translation>El módulo de cálculo de l4s no dio una respuesta legible.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>The calculation part of l4s is that of another version of the plugin. Update it.</source>
      <translation>El módulo de cálculo de l4s corresponde a otra versión del complemento. Actualícelo.</translation>
    </message>
    <message>
      <location filename="../gui/setup_words.py" />
      <source>The calculations run in a Python environment of their own, which never touches that of QGIS. Setting it up once downloads about {download} MB, needs {disk} MB on the disk and takes one to five minutes.</source>
      <translation>Los cálculos se ejecutan en un entorno de Python propio, que nunca toca el de QGIS. Instalarlo una sola vez descarga unos {download} MB, necesita {disk} MB en disco y tarda de uno a cinco minutos.</translation>
    </message>
    <message>
      <location filename="../find/accounts.py" />
      <source>The chosen account has no user name, token or key that a catalogue could be shown.</source>
      <translation>La cuenta elegida no tiene usuario, token ni clave que presentar a un catálogo.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The column {name} could not be changed.</source>
      <translation>No se pudo cambiar la columna {name}.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>The disk with {folder} has {free} MB left; the set-up needs about {needed} MB.</source>
      <translation>En el disco de {folder} quedan {free} MB; la instalación necesita unos {needed} MB.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The disk with {folder} is full. Make room (about {needed}) and try again.</source>
      <translation>El disco de {folder} está lleno. Libere espacio (unos {needed}) y vuelva a intentarlo.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>The elevation is given twice; leave the raster or the folder empty.</source>
      <translation>La elevación se indicó dos veces; deje vacío el ráster o la carpeta.</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>The elevation may have gaps</source>
      <translation>La elevación puede tener huecos</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>The elevation of the run is not there any more: choose a layer, or flat places stay.</source>
      <translation>La elevación de la ejecución ya no está: elija una capa, o los lugares llanos se quedarán.</translation>
    </message>
    <message>
      <location filename="../review/measuring.py" />
      <source>The elevation of this result is not found: slope, height and aspect stay empty.</source>
      <translation>No se encuentra la elevación de este resultado: pendiente, altura y orientación quedan vacías.</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The elevation {path} is not there any more.</source>
      <translation>La elevación {path} ya no está.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The environment of {path} has l4s {found}; this plugin needs {needed}. Install l4s=={version} there or choose another one.</source>
      <translation>El entorno de {path} tiene l4s {found}; este complemento necesita {needed}. Instale allí l4s=={version} o elija otro.</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>The file is not there any more.</source>
      <translation>El archivo ya no está.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The file of the layer “{name}” cannot be read. Was it moved? Choose it anew.</source>
      <translation>No se puede leer el archivo de la capa “{name}”. ¿Se ha movido? Elíjalo de nuevo.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The file of the layer “{name}” has no coordinate system. Give it one with Raster &gt; Projections &gt; Assign Projection, then choose it again.</source>
      <translation>El archivo de la capa “{name}” no tiene sistema de coordenadas. Asígnele uno con Ráster &gt; Proyecciones &gt; Asignar proyección y elíjalo de nuevo.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The file of the layer “{name}” is not there: {path}. Choose it anew.</source>
      <translation>El archivo de la capa “{name}” no está: {path}. Elíjalo de nuevo.</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>The file of this layer does not say with which settings it was made.</source>
      <translation>El archivo de esta capa no indica con qué ajustes se creó.</translation>
    </message>
    <message>
      <location filename="../processing/values.py" />
      <source>The folder {folder} cannot be made: {reason}. Choose another one.</source>
      <translation>No se puede crear la carpeta {folder}: {reason}. Elija otra.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The folder {folder} cannot be written to. Give yourself the right to write there.</source>
      <translation>No se puede escribir en la carpeta {folder}. Asígnese permiso de escritura en ella.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>The folder {folder} has no Python packages (.whl files).</source>
      <translation>La carpeta {folder} no tiene paquetes de Python (archivos .whl).</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The folder {folder} has no package {package} for Python {python} on this system. Fetch the packages again with the same version of Python and the same system.</source>
      <translation>La carpeta {folder} no tiene el paquete {package} para Python {python} en este sistema. Descargue los paquetes de nuevo con la misma versión de Python y el mismo sistema.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The folder {folder} is not there.</source>
      <translation>La carpeta {folder} no existe.</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The inventory was not made by a detection alone: check the options.</source>
      <translation>El inventario no procede de una sola detección: compruebe las opciones.</translation>
    </message>
    <message>
      <location filename="../layers/files.py" />
      <source>The inventory {file} is not there; run the detection again.</source>
      <translation>El inventario {file} no está; ejecute la detección de nuevo.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The layer is being edited: its polygons are taken as they are now.</source>
      <translation>La capa está en edición: se usan sus polígonos tal como están ahora.</translation>
    </message>
    <message>
      <location filename="../processing/vector_files.py" />
      <source>The layer {layer} is not in a file. Save it first (Export &gt; Save Features As).</source>
      <translation>La capa {layer} no está en un archivo. Guárdela primero (Exportar &gt; Guardar objetos como).</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>The layer “{name}” cannot be read. Was its file moved?</source>
      <translation>No se puede leer la capa “{name}”. ¿Se ha movido su archivo?</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” has a single band. Choose “Several single-band layers”, or the file or folder of the whole product.</source>
      <translation>La capa “{name}” tiene una sola banda. Elija “Varias capas monobanda”, o el archivo o la carpeta del producto completo.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>The layer “{name}” has no coordinate system: right-click it &gt; Layer CRS &gt; Set Layer CRS.</source>
      <translation>La capa “{name}” no tiene sistema de coordenadas: clic derecho &gt; SRC de la capa &gt; Establecer SRC de la capa.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” has {count} bands; elevation has one. Choose a digital elevation model (DEM).</source>
      <translation>La capa “{name}” tiene {count} bandas; la elevación tiene una. Elija un modelo digital de elevaciones (MDE).</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is a web map: it has colours for the screen, no measurements. Download the data and choose the file.</source>
      <translation>La capa “{name}” es un mapa web: contiene colores para la pantalla, no mediciones. Descargue los datos y elija el archivo.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is an 8-bit picture for the screen, no measurements. Choose the Sentinel-2 product itself (Level-1C or Level-2A).</source>
      <translation>La capa “{name}” es una imagen de 8 bits para la pantalla, sin mediciones. Elija el propio producto Sentinel-2 (Level-1C o Level-2A).</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is an 8-bit picture, such as a hillshade. Choose the elevation itself, in metres.</source>
      <translation>La capa “{name}” es una imagen de 8 bits, como un sombreado del relieve. Elija la propia elevación, en metros.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is no file. Save it with right-click &gt; Export &gt; Save As, and choose the file.</source>
      <translation>La capa “{name}” no es un archivo. Guárdela con clic derecho &gt; Exportar &gt; Guardar como, y elija el archivo.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is on the web. Download its file and choose that.</source>
      <translation>La capa “{name}” está en la web. Descargue su archivo y elíjalo.</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <source>The layers of the scene are not in this project: add them, or choose the folder of their files.</source>
      <translation>Las capas de la escena no están en este proyecto: añádalas, o elija la carpeta de sus archivos.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The line does not cut the polygon; draw it from outside to outside.</source>
      <translation>La línea no corta el polígono; trácela de un lado a otro, empezando y terminando fuera.</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The map shows too much for outlines; zoom in to see them.</source>
      <translation>El mapa abarca demasiado para los contornos; acerque el zoom para verlos.</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>The map shows too much: zoom to the place, or draw a rectangle.</source>
      <translation>El mapa muestra demasiado: acérquese al lugar o dibuje un rectángulo.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The memory was full ({name}): close other programs or choose a smaller area.</source>
      <translation>La memoria se llenó ({name}): cierre otros programas o elija un área menor.</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The model is being tuned already; wait until that has ended.</source>
      <translation>El modelo ya se está ajustando; espere a que termine.</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The model is being tuned to this review; QGIS shows below how far it is. You can go on.</source>
      <translation>El modelo se está ajustando a esta revisión; QGIS muestra abajo el progreso. Puede continuar.</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <source>The model {name} is not installed: the default one is chosen.</source>
      <translation>El modelo {name} no está instalado: se elige el predeterminado.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>The name of a scene before has a semicolon in it; rename it.</source>
      <translation>El nombre de una escena anterior contiene un punto y coma; cámbielo.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>The name of an installed model. Empty: the default model.</source>
      <translation>Nombre de un modelo instalado. Vacío: el modelo predeterminado.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <location filename="../review/measuring.py" />
      <source>The new outline could not be measured: {reason}</source>
      <translation>No se pudo medir el contorno nuevo: {reason}</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The outline could not be added to the layer.</source>
      <translation>No se pudo añadir el contorno a la capa.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The outline could not be changed.</source>
      <translation>No se pudo cambiar el contorno.</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The outlines could not be read; move the slider again.</source>
      <translation>No se pudieron leer los contornos; mueva de nuevo el control deslizante.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The packages cannot be downloaded through a SOCKS proxy. Enter an HTTP proxy in the network settings of QGIS, or set up from a folder of wheels.</source>
      <translation>Los paquetes no se pueden descargar por un proxy SOCKS. Indique un proxy HTTP en la configuración de red de QGIS, o instale desde una carpeta de wheels.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The parts do not touch, and this layer only takes single polygons.</source>
      <translation>Las partes no se tocan, y esta capa solo admite polígonos simples.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The parts of {name} could not be added to the layer.</source>
      <translation>No se pudieron añadir a la capa las partes de {name}.</translation>
    </message>
    <message>
      <location filename="../pictures/linked.py" />
      <source>The picture on this map. Landslides are drawn on both.</source>
      <translation>La imagen de este mapa. Los deslizamientos se dibujan en ambos.</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>The pictures of the scene cannot be opened.</source>
      <translation>No se pueden abrir las imágenes de la escena.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>The plugin is incomplete ({file} is missing or damaged). Install the plugin again.</source>
      <translation>El complemento está incompleto ({file} falta o está dañado). Instale de nuevo el complemento.</translation>
    </message>
    <message>
      <location filename="../tasks.py" />
      <source>The plugin stumbled: {error}</source>
      <translation>Error inesperado del complemento: {error}</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The polygon is not in the layer any more; choose the next one.</source>
      <translation>El polígono ya no está en la capa; elija el siguiente.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The polygon is on the map.</source>
      <translation>El polígono está en el mapa.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The polygons of a layer</source>
      <translation>Los polígonos de una capa</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>The polygons to review. Only layers made by l4s are listed.</source>
      <translation>Los polígonos que se van a revisar. Solo aparecen capas creadas por l4s.</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The probability is not on the screen; zoom to its layer.</source>
      <translation>La probabilidad no está en la pantalla; haga zoom a su capa.</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The probability layer is not in the project any more.</source>
      <translation>La capa de probabilidad ya no está en el proyecto.</translation>
    </message>
    <message>
      <location filename="../layers/files.py" />
      <source>The probability raster {file} cannot be read; run the detection again.</source>
      <translation>No se puede leer el ráster de probabilidad {file}; ejecute la detección de nuevo.</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>The product's name has MSIL1C or MSIL2A in it.</source>
      <translation>El nombre del producto contiene MSIL1C o MSIL2A.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>The project has no coordinate system: choose one at the bottom right of QGIS.</source>
      <translation>El proyecto no tiene sistema de coordenadas: elija uno abajo a la derecha en QGIS.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The proxy asks for a user name and a password. Enter them in the network settings of QGIS.</source>
      <translation>El proxy pide usuario y contraseña. Indíquelos en la configuración de red de QGIS.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The proxy does not answer. Check it in the network settings of QGIS (Settings &gt; Options &gt; Network).</source>
      <translation>El proxy no responde. Compruébelo en la configuración de red de QGIS (Configuración &gt; Opciones &gt; Red).</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The rectangle is on the map.</source>
      <translation>El rectángulo está en el mapa.</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>The result gets a free name in the same folder; the file stays.</source>
      <translation>El resultado recibe un nombre libre en la misma carpeta; el archivo se conserva.</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>The result is in {file}, but could not be added to the project: {error}</source>
      <translation>El resultado está en {file}, pero no se pudo añadir al proyecto: {error}</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>The result of the project before is in {file}</source>
      <translation>El resultado del proyecto anterior está en {file}</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The review could not be saved ({why}). Nothing is lost: free the file or the disk and save again.</source>
      <translation>No se pudo guardar la revisión ({why}). No se ha perdido nada: libere el archivo o el disco y guarde de nuevo.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>The review is saved in the file of the inventory.</source>
      <translation>La revisión está guardada en el archivo del inventario.</translation>
    </message>
    <message>
      <location filename="../review/leaving.py" />
      <source>The review of {layer} has changes that are not in the file yet. Save them?</source>
      <translation>La revisión de {layer} tiene cambios que aún no están en el archivo. ¿Guardarlos?</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>The run followed run-outs; its scene is not there any more, so outlines are without.</source>
      <translation>La ejecución siguió los recorridos; su escena ya no está, así que los contornos no los incluyen.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>The run used the CRF; its scene is not there any more, so outlines are without.</source>
      <translation>La ejecución usó el CRF; su escena ya no está, así que los contornos no lo tienen en cuenta.</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The scene before {path} is not there any more.</source>
      <translation>La escena anterior {path} ya no está.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>The scene cannot be handed over: {reason}</source>
      <translation>No se puede entregar la escena: {reason}</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>The scene cannot be shown: {reason}</source>
      <translation>No se puede mostrar la escena: {reason}</translation>
    </message>
    <message>
      <location filename="../processing/base.py" />
      <source>The scene is given more than once; leave one of file, folder and layers.</source>
      <translation>La escena se indicó más de una vez; deje solo archivo, carpeta o capas.</translation>
    </message>
    <message>
      <location filename="../pictures/of_result.py" />
      <source>The scene of these landslides is not there any more.</source>
      <translation>La escena de estos deslizamientos ya no está.</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The scene of this inventory is not found; use “Tune model to corrections” in the toolbox, where you can choose it.</source>
      <translation>No se encuentra la escena de este inventario; use “Ajustar el modelo a las correcciones” en la caja de herramientas, donde puede elegirla.</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <location filename="../history.py" />
      <source>The scene {path} is not there any more.</source>
      <translation>La escena {path} ya no está.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The selected polygons of a layer</source>
      <translation>Los polígonos seleccionados de una capa</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The server of the Python packages was reached, but its certificate is not trusted: a security program or a proxy opens the connection. Ask your administrator for the certificate, or set up from a folder of wheels.</source>
      <translation>Se llegó al servidor de los paquetes de Python, pero su certificado no es de confianza: un programa de seguridad o un proxy abre la conexión. Pida el certificado a su administrador, o instale desde una carpeta de wheels.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <location filename="../backend/setup_problems.py" />
      <source>The set-up failed: {words}. The log has the details.</source>
      <translation>La instalación falló: {words}. El registro contiene los detalles.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The set-up of l4s is incomplete or damaged. Repair it.</source>
      <translation>La instalación de l4s está incompleta o dañada. Repárela.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>The set-up of l4s is incomplete or damaged. Set it up again.</source>
      <translation>La instalación de l4s está incompleta o dañada. Instálelo de nuevo.</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>The stored value of a reflectance of 1: 10000 in Sentinel-2 products, 65535, 255 or 1 in others.</source>
      <translation>Valor almacenado de una reflectancia de 1: 10000 en productos Sentinel-2; 65535, 255 o 1 en otros.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The system ended the calculation (SIGKILL). Most often the memory was full: close other programs or choose a smaller area.</source>
      <translation>El sistema terminó el cálculo (SIGKILL). Lo más frecuente es que se llenara la memoria: cierre otros programas o elija un área menor.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The system refused to write to {folder}. Often a virus scanner looks at new files: wait a minute and try again; if that does not help, allow this folder in the scanner.</source>
      <translation>El sistema impidió escribir en {folder}. A menudo un antivirus examina los archivos nuevos: espere un minuto y vuelva a intentarlo; si no sirve, permita esta carpeta en el antivirus.</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The tuned model does better on ground that it has not seen: F1 {before} before, {after} after. It is chosen in the panel “Detect landslides”.</source>
      <translation>El modelo ajustado es mejor en terreno que no ha visto: F1 de {before} antes, {after} después. Está elegido en el panel “Detectar deslizamientos”.</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <location filename="../processing/parts.py" />
      <source>The two results need different names.</source>
      <translation>Los dos resultados necesitan nombres distintos.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The whole scene</source>
      <translation>Toda la escena</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>There are no packages (.whl) in the folder {folder}.</source>
      <translation>No hay paquetes (.whl) en la carpeta {folder}.</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>There are none</source>
      <translation>No hay nubes</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>There is no Python at {path}. Choose another one.</source>
      <translation>No hay ningún Python en {path}. Elija otro.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>There is no inventory in the project; detect landslides, or open one, first.</source>
      <translation>No hay ningún inventario en el proyecto; detecte antes deslizamientos, o abra uno.</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>There is no picture to compare with. Choose the scene and the scene before in “Detect landslides”.</source>
      <translation>No hay ninguna imagen con la que comparar. Elija la escena y la escena anterior en “Detectar deslizamientos”.</translation>
    </message>
    <message>
      <location filename="../review/session.py" />
      <source>There is no polygon to review in this layer.</source>
      <translation>No hay ningún polígono que revisar en esta capa.</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>There is no polygon to review.</source>
      <translation>No hay ningún polígono que revisar.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>There is no probability in the project: detect landslides first.</source>
      <translation>No hay probabilidad en el proyecto: detecte antes los deslizamientos.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>There is no ready-made package {package} for Python {python} on this system. Choose another Python; 3.12 has all of them.</source>
      <translation>No hay un paquete {package} ya compilado para Python {python} en este sistema. Elija otro Python; para 3.12 existen todos.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>There is nothing to undo.</source>
      <translation>No hay nada que deshacer.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>These scenes cannot be read over the web as they are: download them first.</source>
      <translation>Estas escenas no se pueden leer por la web tal como están: descárguelas antes.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>This copy of the plugin brings no package of l4s: choose an existing environment under “Advanced”.</source>
      <translation>Esta copia del complemento no incluye el paquete de l4s: elija un entorno existente en “Avanzado”.</translation>
    </message>
    <message>
      <location filename="../gui/sample.py" />
      <source>This copy of the plugin has no sample data. Install it anew.</source>
      <translation>Esta copia del complemento no tiene datos de ejemplo. Instálelo de nuevo.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>This ground is a landslide of the inventory already; click beside it, or redraw that one.</source>
      <translation>Este terreno ya es un deslizamiento del inventario; haga clic al lado, o redibuje ese.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>This inventory has no column {name}.</source>
      <translation>Este inventario no tiene la columna {name}.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <location filename="../review/dock.py" />
      <source>This layer is no inventory of landslides; choose one that l4s made.</source>
      <translation>Esta capa no es un inventario de deslizamientos; elija uno creado por l4s.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>This project has no layer with polygons.</source>
      <translation>Este proyecto no tiene ninguna capa con polígonos.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>This was the last one in the list.</source>
      <translation>Era el último de la lista.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Those that a scene needs are found by their place.</source>
      <translation>Las que una escena necesita se encuentran por su ubicación.</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Threshold</source>
      <translation>Umbral</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Threshold (probability)</source>
      <translation>Umbral (probabilidad)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Threshold (probability, 0 to 1)</source>
      <translation>Umbral (probabilidad, 0 a 1)</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Tile</source>
      <translation>Tesela</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Time of the review (UTC)</source>
      <translation>Hora de la revisión (UTC)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Time of the run (UTC)</source>
      <translation>Hora de la ejecución (UTC)</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>To search is free for everybody; to download, an account of {catalogue} is needed.</source>
      <translation>Buscar es libre para todos; para descargar hace falta una cuenta de {catalogue}.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Toe (lowest point)</source>
      <translation>Pie (punto más bajo)</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <location filename="../layers/columns.py" />
      <source>Trigger</source>
      <translation>Detonante</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>True colour</source>
      <translation>Color verdadero</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <location filename="../plugin.py" />
      <source>Try a threshold</source>
      <translation>Probar un umbral</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <location filename="../plugin.py" />
      <source>Try with sample data</source>
      <translation>Probar con datos de ejemplo</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Tune model to corrections</source>
      <translation>Ajustar el modelo a las correcciones</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <location filename="../review/tuning.py" />
      <source>Tuned model</source>
      <translation>Modelo ajustado</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>Tuning did not help, the model stays as it is. {reason}</source>
      <translation>El ajuste no sirvió, el modelo queda como está. {reason}</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>Tuning the model</source>
      <translation>Ajustando el modelo</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <location filename="../review/details.py" />
      <location filename="../review/table_model.py" />
      <source>Type</source>
      <translation>Tipo</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <source>Type of landslide</source>
      <translation>Tipo de deslizamiento</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Uncertainty: {bits} (0 certain, 1 undecided)</source>
      <translation>Incertidumbre: {bits} (0 = certeza, 1 = indecisión)</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Undo</source>
      <translation>Deshacer</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Unit of elevation</source>
      <translation>Unidad de elevación</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Unit of the heights</source>
      <translation>Unidad de las elevaciones</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Unpacking the bands</source>
      <translation>Extrayendo las bandas</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Update ledger</source>
      <translation>Actualizar registro histórico</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Use &amp;this environment</source>
      <translation>Usar e&amp;ste entorno</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Use the &amp;graphics card</source>
      <translation>Usar la tar&amp;jeta gráfica</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Use the plugin's o&amp;wn environment</source>
      <translation>&amp;Usar el entorno propio del complemento</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Use the statistics of the scene</source>
      <translation>Usar las estadísticas de la escena</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Use these</source>
      <translation>Usar estas</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Uses the Python at {path}.</source>
      <translation>Usa el Python en {path}.</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Uses: {channels}</source>
      <translation>Usa: {channels}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Vector files (*.gpkg *.geojson *.shp)</source>
      <translation>Archivos vectoriales (*.gpkg *.geojson *.shp)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Vectorise probability</source>
      <translation>Vectorizar probabilidad</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Versions, paths and the last lines of the log, for a question to the maintainers</source>
      <translation>Versiones, rutas y las últimas líneas del registro, para consultar a los responsables del complemento</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Views of each window (eight times as long)</source>
      <translation>Vistas de cada ventana (tarda ocho veces más)</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Volcanic activity</source>
      <translation>Actividad volcánica</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Water</source>
      <translation>Agua</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Ways down</source>
      <translation>Caminos aguas abajo</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>What has to disagree. It fills the mean uncertainty of each landslide, by which the review is ordered, and is written beside the probability as …_uncertainty.tif.</source>
      <translation>Aquello cuya discrepancia se mide. Da la incertidumbre media de cada deslizamiento, por la que se ordena la revisión, y se escribe junto a la probabilidad como …_uncertainty.tif.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>What it leaves uncovered is reported as not observed.</source>
      <translation>Lo que deja sin cubrir se indica como no observado.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>What the map shows</source>
      <translation>Lo que muestra el mapa</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>What to look for</source>
      <translation>Qué buscar</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>What was detected before, and with which settings; they can be used again.</source>
      <translation>Lo que se detectó antes y con qué ajustes; se pueden usar de nuevo.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>What was drawn has no area; draw the outline again with at least three corners.</source>
      <translation>Lo dibujado no tiene área; dibuje de nuevo el contorno con al menos tres vértices.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>What was drawn is all inside of landslides of the inventory; redraw these.</source>
      <translation>Lo dibujado queda por completo dentro de deslizamientos del inventario; redibuje estos.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>What was measured could not be written into {layer}.</source>
      <translation>No se pudo escribir en {layer} lo que se midió.</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>What would be downloaded of it: ten bands</source>
      <translation>Lo que se descargaría de ella: diez bandas</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Where possible (automatic)</source>
      <translation>Si es posible (automático)</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Where the file does not say it, heights are taken for metres.</source>
      <translation>Si el archivo no lo indica, las elevaciones se toman en metros.</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Whether it shows the ground after the event or before it</source>
      <translation>Si muestra el terreno después o antes del evento</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Whether the tuned model does better</source>
      <translation>Si el modelo ajustado es mejor</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Which polygons are listed. Next and Back go through the list.</source>
      <translation>Qué polígonos aparecen. “Siguiente” y “Anterior” recorren la lista.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Whose the roll-over is</source>
      <translation>Causa del rollover</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Why it was not observed</source>
      <translation>Por qué no se observó</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Why it was rejected</source>
      <translation>Motivo del rechazo</translation>
    </message>
    <message>
      <location filename="../review/table_model.py" />
      <source>Why rejected</source>
      <translation>Motivo del rechazo</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Width (m)</source>
      <translation>Ancho (m)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Width of the way down (metres)</source>
      <translation>Ancho del camino aguas abajo (metros)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>With a scene before. Automatic: where both scenes have the bands for it.</source>
      <translation>Con una escena anterior. Automático: si ambas escenas tienen las bandas necesarias.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <source>With elevation (DEM), flat places are left out and slopes are measured. Optional.</source>
      <translation>Con la elevación (MDE) se descartan los lugares llanos y se miden las pendientes. Opcional.</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>With it, the threshold can be changed afterwards without a new run.</source>
      <translation>Con ella se puede cambiar después el umbral sin otra ejecución.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Without a clear scene: {tiles}</source>
      <translation>Sin escena despejada: {tiles}</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Without elevation, flat places are not sorted out and slopes stay empty.</source>
      <translation>Sin elevación no se descartan los lugares llanos y las pendientes quedan vacías.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Without it, flat ground is not ruled out and heights and slopes stay empty.</source>
      <translation>Sin ella no se descarta el terreno llano, y las elevaciones y pendientes quedan vacías.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Write as new inventory</source>
      <translation>Nuevo inventario</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Write beside it</source>
      <translation>Guardar al lado</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Write notes.</source>
      <translation>Escribir notas.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Write the model where it did not help, too</source>
      <translation>Escribir el modelo aunque no haya servido</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Writes an inventory as catalogues and other programs have it, or theirs as an inventory.</source>
      <translation>Escribe un inventario como lo tienen los catálogos y otros programas, o convierte los suyos en inventario.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Writes everything that is known of an inventory as one page, to read, print or pass on.</source>
      <translation>Reúne todo lo que se sabe de un inventario en una página, para leer, imprimir o enviar.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Writing {name}…</source>
      <translation>Escribiendo {name}…</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Written into every polygon. Scripts and models may give any word.</source>
      <translation>Se escribe en cada polígono. Los scripts y modelos pueden dar cualquier palabra.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Written: {name}</source>
      <translation>Escrito: {name}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../processing/choices.py" />
      <source>Yes</source>
      <translation>Sí</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Zoom to landslides</source>
      <translation>Zoom a los deslizamientos</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>Zoom to the scene</source>
      <translation>Zoom a la escena</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>a 32-bit Python; needs a 64-bit one</source>
      <translation>es un Python de 32 bits; se necesita uno de 64 bits</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>accepted</source>
      <translation>aceptado</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>accepted with a new outline</source>
      <translation>aceptado con contorno nuevo</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>add {files} to the folder</source>
      <translation>añada {files} a la carpeta</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../review/dock.py" />
      <source>after</source>
      <translation>imagen posterior</translation>
    </message>
    <message>
      <location filename="../find/footprints.py" />
      <source>after the event</source>
      <translation>posterior al evento</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>assumed</source>
      <translation>supuesto</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../review/dock.py" />
      <source>before</source>
      <translation>imagen anterior</translation>
    </message>
    <message>
      <location filename="../find/footprints.py" />
      <source>before the event</source>
      <translation>anterior al evento</translation>
    </message>
    <message>
      <location filename="../layers/probability.py" />
      <source>below {percent} %</source>
      <translation>menos del {percent} %</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>blue</source>
      <translation>azul</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>by the file</source>
      <translation>según el archivo</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>cannot make environments: install Python anew, complete with pip and venv</source>
      <translation>no puede crear entornos: instale Python de nuevo, completo con pip y venv</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>cannot make environments: install python3-venv (on Debian and Ubuntu: python{version}-venv)</source>
      <translation>no puede crear entornos: instale python3-venv (en Debian y Ubuntu: python{version}-venv)</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>choose a scene that has them</source>
      <translation>elija una escena que las tenga</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>choose another model</source>
      <translation>elija otro modelo</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>choose the day</source>
      <translation>elija el día</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>chosen scenes cover {share} % of the area</source>
      <translation>las escenas elegidas cubren el {share} % del área</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>cirrus</source>
      <translation>cirros</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>coastal aerosol</source>
      <translation>aerosol costero</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>correct the table of bands</source>
      <translation>corrija la tabla de bandas</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../gui/facts_text.py" />
      <source>date not known</source>
      <translation>fecha desconocida</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>days after</source>
      <translation>después</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>days before</source>
      <translation>antes</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>does not answer as a Python does</source>
      <translation>no responde como un Python</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>earthquake</source>
      <translation>sismo</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>elevation: 1 tile</source>
      <translation>elevación: 1 tesela</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>elevation: {count} tiles</source>
      <translation>elevación: {count} teselas</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>found by the run</source>
      <translation>al ejecutar</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>found in the values</source>
      <translation>por los valores</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>green</source>
      <translation>verde</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>human activity</source>
      <translation>actividad humana</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>incomplete ({parts} missing): install Python anew</source>
      <translation>incompleto (falta: {parts}): instale Python de nuevo</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>it does not answer as expected.</source>
      <translation>no responde como se espera.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>l4s is not set up yet.</source>
      <translation>l4s aún no está instalado.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>l4s is not set up yet: its calculation part has to be installed once.</source>
      <translation>l4s aún no está instalado: hay que instalar una vez su módulo de cálculo.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>l4s is set up (Python {python}).</source>
      <translation>l4s está instalado (Python {python}).</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>landslide,area,frequency,magnitude,power law,inverse gamma,completeness,volume</source>
      <translation>deslizamiento,área,frecuencia,magnitud,ley de potencia,gamma inversa,completitud,volumen,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>landslide,compare,accuracy,precision,recall,reference,validation,inventory</source>
      <translation>deslizamiento,comparar,exactitud,precisión,exhaustividad,recall,referencia,validación,inventario,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>landslide,exchange,export,import,COOLR,USGS,IFFI,KML,STAC,inventory</source>
      <translation>deslizamiento,intercambio,exportar,importar,COOLR,USGS,IFFI,KML,STAC,inventario,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>landslide,exposure,assets,roads,buildings,risk,downstream,run-out</source>
      <translation>deslizamiento,exposición,elementos expuestos,carreteras,edificios,riesgo,aguas abajo,recorrido,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>landslide,ledger,history,change,reactivated,revegetated,inventory</source>
      <translation>deslizamiento,registro histórico,historia,cambio,reactivado,revegetado,inventario,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>landslide,mass movement,debris flow,sentinel-2,inventory,hazard,deep learning</source>
      <translation>deslizamiento,movimiento en masa,remoción en masa,flujo de detritos,sentinel-2,inventario,amenaza,peligrosidad,aprendizaje profundo,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>landslide,merge,mosaic,inventory,tiles,duplicates</source>
      <translation>deslizamiento,reunir,combinar,mosaico,inventario,teselas,duplicados,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>landslide,polygonize,vectorize,threshold,inventory,probability</source>
      <translation>deslizamiento,poligonizar,vectorizar,umbral,inventario,probabilidad,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>landslide,report,html,page,map,print,pdf,statistics,accuracy</source>
      <translation>deslizamiento,informe,html,página,mapa,imprimir,pdf,estadísticas,exactitud,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>landslide,sentinel-2,inventory,batch,many,tiles,resume</source>
      <translation>deslizamiento,sentinel-2,inventario,lote,muchas,teselas,continuar,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>landslide,sentinel-2,stack,resample,bands,slope,landslide4sense</source>
      <translation>deslizamiento,sentinel-2,pila,remuestrear,bandas,pendiente,landslide4sense,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>landslide,split,amalgamation,watershed,crown,toe,centre line,flow</source>
      <translation>deslizamiento,dividir,amalgamación,cuenca,corona,pie,línea central,flujo,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>landslide,tune,fine-tune,train,model,review,corrections,active learning</source>
      <translation>deslizamiento,ajustar,ajuste fino,entrenar,modelo,revisión,correcciones,aprendizaje activo,landslide</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>level not known</source>
      <translation>nivel desconocido</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>narrow near infrared</source>
      <translation>infrarrojo cercano estrecho</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>near infrared</source>
      <translation>infrarrojo cercano</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>none found</source>
      <translation>no se encontró ninguno</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>not in the list</source>
      <translation>no está en la lista</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>not known</source>
      <translation>se desconoce</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>not reviewed yet</source>
      <translation>sin revisar</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>not used</source>
      <translation>no se usa</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>overlap of the windows (command line)</source>
      <translation>solape de las ventanas (línea de órdenes)</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>probability</source>
      <translation>probabilidad</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>rainfall</source>
      <translation>lluvia</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red</source>
      <translation>rojo</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red edge 1</source>
      <translation>borde rojo 1</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red edge 2</source>
      <translation>borde rojo 2</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red edge 3</source>
      <translation>borde rojo 3</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>rejected</source>
      <translation>rechazado</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>scene before</source>
      <translation>escena anterior</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>size of the windows (command line)</source>
      <translation>tamaño de las ventanas (línea de órdenes)</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>snowmelt</source>
      <translation>fusión de nieve</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the date of the event</source>
      <translation>la fecha del evento</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the statistics of the scene (toolbox, command line)</source>
      <translation>las estadísticas de la escena (caja de herramientas, línea de órdenes)</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the table of bands</source>
      <translation>la tabla de bandas</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the table of bands of the scene before</source>
      <translation>la tabla de bandas de la escena anterior</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the tool “Detect landslides in many scenes”</source>
      <translation>la herramienta “Detectar deslizamientos en muchas escenas”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the tool “Detect landslides” with “Map it even if the model does not suit”</source>
      <translation>la herramienta “Detectar deslizamientos” con “Cartografiar aunque el modelo no sea adecuado”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the views that are averaged (toolbox, command line)</source>
      <translation>las vistas que se promedian (caja de herramientas, línea de órdenes)</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the way to tell the uncertainty (toolbox, command line)</source>
      <translation>la forma de medir la incertidumbre (caja de herramientas, línea de órdenes)</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>too old: {version}, needs {oldest} or newer</source>
      <translation>demasiado antiguo: {version}, se necesita {oldest} o posterior</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>unknown</source>
      <translation>causa desconocida</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>unknown reason</source>
      <translation>motivo desconocido</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>volcanic activity</source>
      <translation>actividad volcánica</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>water vapour</source>
      <translation>vapor de agua</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{accepted} accepted, {rejected} rejected, {edited} edited</source>
      <translation>{accepted} aceptados, {rejected} rechazados, {edited} editados</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>{after} scenes after the event, {before} before it</source>
      <translation>Escenas posteriores al evento: {after}, anteriores: {before}</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{area} ha</source>
      <translation>{area} ha</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{area} km²</source>
      <translation>{area} km²</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>{bands} (red, green, blue)</source>
      <translation>{bands} (rojo, verde, azul)</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{band} is chosen twice; set one of them to “not used”.</source>
      <translation>{band} se eligió dos veces; ponga una como “no se usa”.</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>{catalogue} has no scenes of Level-{level}; choose the other level or another catalogue.</source>
      <translation>{catalogue} no tiene escenas de Level-{level}; elija el otro nivel u otro catálogo.</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>{count} bands</source>
      <translation>{count} bandas</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>{count} landslides</source>
      <translation>{count} deslizamientos</translation>
    </message>
    <message>
      <location filename="../gui/devices.py" />
      <source>{count} processor cores</source>
      <translation>{count} núcleos de procesador</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>{count} selected</source>
      <translation>Seleccionados: {count}</translation>
    </message>
    <message>
      <location filename="../gui/devices.py" />
      <source>{cpu} ({gpu} needs the GPU build: “Set up l4s”)</source>
      <translation>{cpu} ({gpu} requiere la versión para GPU: “Instalar l4s”)</translation>
    </message>
    <message>
      <location filename="../processing/values.py" />
      <source>{date} is no date; write it like 2019-08-08.</source>
      <translation>{date} no es una fecha; escríbala como 2019-08-08.</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>{decision} by you</source>
      <translation>{decision} por usted</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>{decision} by {reviewer}</source>
      <translation>{decision} por {reviewer}</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{done} of {total} reviewed</source>
      <translation>{done} de {total} revisados</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>{field}, {scene}</source>
      <translation>{field}, {scene}</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>{file} cannot be written: {reason}</source>
      <translation>No se puede escribir {file}: {reason}</translation>
    </message>
    <message>
      <location filename="../layers/files.py" />
      <source>{file} has no layer of landslides that QGIS can read; choose a file that l4s wrote.</source>
      <translation>{file} no tiene una capa de deslizamientos que QGIS pueda leer; elija un archivo escrito por l4s.</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>{file} has no layer {layer} to copy; write the inventory as .gpkg.</source>
      <translation>{file} no tiene la capa {layer} para copiar; escriba el inventario como .gpkg.</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>{file} is the inventory, which holds this layer already; choose another file.</source>
      <translation>{file} es el inventario, que ya contiene esta capa; elija otro archivo.</translation>
    </message>
    <message>
      <location filename="../backend/installation.py" />
      <source>{folder} could not be removed entirely: something still uses it. Restart QGIS, then try again.</source>
      <translation>No se pudo eliminar {folder} por completo: algo todavía lo usa. Reinicie QGIS y vuelva a intentarlo.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>{folder} is in use: wait for running calculations or restart QGIS, then try again.</source>
      <translation>{folder} está en uso: espere a que terminen los cálculos o reinicie QGIS, y vuelva a intentarlo.</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{hours} h {minutes} min</source>
      <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>{layer} cannot be edited; save it as a GeoPackage in a folder of your own and review that.</source>
      <translation>{layer} no se puede editar; guárdela como GeoPackage en una carpeta propia y revise esa copia.</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <source>{layer} has edits that are not saved; save or discard them first.</source>
      <translation>{layer} tiene cambios sin guardar; guárdelos o descártelos primero.</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{minutes} min</source>
      <translation>{minutes} min</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <source>{name} and {count} more</source>
      <translation>{name} y {count} más</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>{name} could not be removed from the layer.</source>
      <translation>No se pudo eliminar {name} de la capa.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} exists already. Choose another name, or tick “Replace existing files”.</source>
      <translation>{name} ya existe. Elija otro nombre o marque “Reemplazar archivos existentes”.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} has a single band. Choose the whole product, the folder with one file for each band, or “Several single-band layers”.</source>
      <translation>{name} tiene una sola banda. Elija el producto completo, la carpeta con un archivo por banda o «Varias capas monobanda».</translation>
    </message>
    <message>
      <location filename="../processing/reviewed.py" />
      <source>{name} holds {count} reviewed landslides and is not replaced. Choose another name, or delete it first.</source>
      <translation>{name} contiene deslizamientos revisados ({count}) y no se reemplaza. Elija otro nombre, o bórrelo primero.</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>{name} holds {count} reviewed landslides.</source>
      <translation>{name} contiene deslizamientos revisados ({count}).</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} is a picture for the screen. Choose the Sentinel-2 product itself.</source>
      <translation>{name} es una imagen para la pantalla. Elija el propio producto Sentinel-2.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} is being edited in this project. Save or discard the edits, or choose another name.</source>
      <translation>{name} está en edición en este proyecto. Guarde o descarte los cambios, o elija otro nombre.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>{name} is open in the project and is not written over. Choose another name.</source>
      <translation>{name} está abierto en el proyecto y no se sobrescribe. Elija otro nombre.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} is open in this project. Choose another name, or remove its layers first.</source>
      <translation>{name} está abierto en este proyecto. Elija otro nombre, o quite antes sus capas.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>{name} is rejected. What is it instead?</source>
      <translation>{name} se rechazó. ¿Qué es en realidad?</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>{name} is rejected: {reason}. Another digit changes it.</source>
      <translation>{name} se rechazó: {reason}. Otro dígito lo cambia.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>{name} was added: {hectares} ha. Save the review to keep it.</source>
      <translation>Se añadió {name}: {hectares} ha. Guarde la revisión para conservarlo.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name}: say in which folder to save it.</source>
      <translation>{name}: indique en qué carpeta guardarlo.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name}: the name has to end with {endings}.</source>
      <translation>{name}: el nombre debe terminar en {endings}.</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>{name}; a larger download</source>
      <translation>{name}; la descarga es mayor</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>{order}, then a mask</source>
      <translation>{order}, luego una máscara</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>{path} cannot be used: {problem}.</source>
      <translation>No se puede usar {path}: {problem}.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>{path} does not work as the calculation part of l4s: {reason}</source>
      <translation>{path} no funciona como módulo de cálculo de l4s: {reason}</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <location filename="../review/edits.py" />
      <source>{path} is not there.</source>
      <translation>{path} no existe.</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>{picture} before</source>
      <translation>{picture}, antes</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{place} of {total} in the list</source>
      <translation>{place} de {total} en la lista</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{place} of {total}, most worth a look first</source>
      <translation>{place} de {total}, primero los que más conviene ver</translation>
    </message>
    <message>
      <location filename="../backend/process.py" />
      <source>{program} could not be started: {reason}</source>
      <translation>No se pudo iniciar {program}: {reason}</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>{proxy}, as in the network settings of QGIS</source>
      <translation>{proxy}, como en la configuración de red de QGIS</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{seconds} s</source>
      <translation>{seconds} s</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>{share} % not observed</source>
      <translation>{share} % no observado</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>{size} GB</source>
      <translation>{size} GB</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>{size} MB</source>
      <translation>{size} MB</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>{size} to download, and the elevation.</source>
      <translation>{size} por descargar, y la elevación.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>{size} to download.</source>
      <translation>{size} por descargar.</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>{step}: {time} left</source>
      <translation>{step}: quedan {time}</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>{title} (default)</source>
      <translation>{title} (predeterminado)</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>{value} ({how})</source>
      <translation>{value} ({how})</translation>
    </message>
    <message>
      <location filename="../processing/scene_input.py" />
      <location filename="../processing/values.py" />
      <source>{what} is no raster that QGIS can read; choose another file.</source>
      <translation>{what} no es un ráster que QGIS pueda leer; elija otro archivo.</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Always”</source>
      <translation>“Siempre”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Area to map”</source>
      <translation>“Área a cartografiar”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“As marked in the product”</source>
      <translation>“Según el producto”</translation>
    </message>
    <message>
      <location filename="../processing/scene_input.py" />
      <source>“Bands” names {named} bands and the layer “{layer}” has {count}; name each, with a minus for those to leave out.</source>
      <translation>“Bandas” nombra {named} bandas y la capa “{layer}” tiene {count}; nómbrelas todas, con un signo menos en las que se omiten.</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Centimetres”</source>
      <translation>“Centímetros”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Clouds”</source>
      <translation>“Nubes”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Compare”</source>
      <translation>“Comparar”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Decimetres”</source>
      <translation>“Decímetros”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Elevation”</source>
      <translation>“Elevación”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Feet”</source>
      <translation>“Pies”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Fill holes up to”</source>
      <translation>“Rellenar huecos hasta”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Find them (automatic)”</source>
      <translation>“Buscarlas (automático)”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Find them by colour”</source>
      <translation>“Buscarlas por color”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Find them with a network”</source>
      <translation>“Buscarlas con una red neuronal”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Follow run-outs”</source>
      <translation>“Seguir los recorridos”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Leave out open water”</source>
      <translation>“Excluir masas de agua”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Level, scene before”</source>
      <translation>“Nivel, escena anterior”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Level”</source>
      <translation>“Nivel”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Lower threshold”</source>
      <translation>“Umbral inferior”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Metres”</source>
      <translation>“Metros”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Minimum area”</source>
      <translation>“Área mínima”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Minimum slope”</source>
      <translation>“Pendiente mínima”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Model”</source>
      <translation>“Modelo”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Never: its date alone”</source>
      <translation>“Nunca: solo su fecha”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“No elevation”</source>
      <translation>“Sin elevación”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Offset, scene before”</source>
      <translation>“Offset, escena anterior”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Offset”</source>
      <translation>“Offset”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Pixels that look alike agree (CRF)”</source>
      <translation>“Igualar los píxeles parecidos (CRF)”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Replace existing files”</source>
      <translation>“Reemplazar archivos existentes”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Runs on”</source>
      <translation>“Ejecutar en”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Save the probability too”</source>
      <translation>“Guardar también la probabilidad”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Scale, scene before”</source>
      <translation>“Escala, escena anterior”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Scale”</source>
      <translation>“Escala”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Scene before the event”</source>
      <translation>“Escena anterior al evento”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Shift of scene before”</source>
      <translation>“Ajuste de la escena anterior”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Smooth outlines”</source>
      <translation>“Suavizar contornos”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“The elevation may have gaps”</source>
      <translation>“La elevación puede tener huecos”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“There are none”</source>
      <translation>“No hay nubes”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Threshold”</source>
      <translation>“Umbral”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Unit of elevation”</source>
      <translation>“Unidad de elevación”</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Where possible (automatic)”</source>
      <translation>“Si es posible (automático)”</translation>
    </message>
    <message>
      <location filename="../processing/area.py" />
      <source>“{name}” has no polygon to map in; draw one, or leave the area empty for the whole scene.</source>
      <translation>“{name}” no tiene ningún polígono para cartografiar; dibuje uno, o deje el área vacía para toda la escena.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>“{name}” is band {band} of a Sentinel-2 scene by its name, no elevation. Choose a digital elevation model (DEM).</source>
      <translation>“{name}” es por su nombre la banda {band} de una escena Sentinel-2, no una elevación. Elija un modelo digital de elevaciones (MDE).</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/wording.py" />
      <source>… or a table of them</source>
      <translation>… o una tabla de ellas</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>… or folder of elevation tiles</source>
      <translation>… o carpeta de teselas de elevación</translation>
    </message>
  </context>
</TS>
