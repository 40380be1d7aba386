<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
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
      <translation> ou </translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>&amp;Account</source>
      <translation>Co&amp;mpte</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>&amp;Add the result to the project</source>
      <translation>&amp;Ajouter le résultat au projet</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Bands</source>
      <translation>&amp;Bandes</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Cancel</source>
      <translation>&amp;Annuler</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Choose another Python…</source>
      <translation>&amp;Choisir un autre Python…</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <location filename="../gui/setup_page.py" />
      <source>&amp;Detect landslides</source>
      <translation>Détecter &amp;les glissements</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Download</source>
      <translation>&amp;Télécharger</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Elevation (Copernicus DEM, 30 m)</source>
      <translation>A&amp;ltitude (Copernicus DEM, 30 m)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;End preview</source>
      <translation>&amp;Fermer l’aperçu</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>&amp;Existing environment</source>
      <translation>E&amp;nvironnement existant</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Folder</source>
      <translation>D&amp;ossier</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Follow run-outs</source>
      <translation>S&amp;uivre la propagation</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>&amp;Inventory</source>
      <translation>I&amp;nventaire</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>&amp;Landslides</source>
      <translation>&amp;Glissements</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>&amp;Level</source>
      <translation>&amp;Niveau</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Outlines of what the map shows</source>
      <translation>&amp;Contours dans l’emprise de la carte</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <location filename="../review/setup_page.py" />
      <source>&amp;Probability</source>
      <translation>&amp;Probabilité</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>&amp;Python</source>
      <translation>&amp;Python</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>&amp;Repair</source>
      <translation>&amp;Réparer</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Repair l4s…</source>
      <translation>&amp;Réparer l4s…</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Search</source>
      <translation>&amp;Rechercher</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Set up l4s…</source>
      <translation>&amp;Installer l4s…</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>&amp;Set up now</source>
      <translation>&amp;Installer</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>&amp;Start review</source>
      <translation>&amp;Commencer</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>&amp;Stop review</source>
      <translation>&amp;Arrêter</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Threshold</source>
      <translation>&amp;Seuil</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>&amp;Tune the model to this review…</source>
      <translation>A&amp;juster le modèle à cette vérification…</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Update l4s…</source>
      <translation>&amp;Mettre à jour l4s…</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>&amp;Update now</source>
      <translation>&amp;Mettre à jour</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Use these</source>
      <translation>&amp;Utiliser</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>&amp;Use these settings again</source>
      <translation>&amp;Utiliser de nouveau ces réglages</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Use these without download</source>
      <translation>&amp;Utiliser sans télécharger</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Write as new inventory…</source>
      <translation>N&amp;ouvel inventaire…</translation>
    </message>
    <message>
      <location filename="../processing/connect.py" />
      <source>(The environment variable {name} names it.)</source>
      <translation>(La variable d’environnement {name} l’indique.)</translation>
    </message>
    <message>
      <location filename="../pictures/linked.py" />
      <source>(as on the map)</source>
      <translation>(comme sur la carte)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <location filename="../review/setup_page.py" />
      <source>(none)</source>
      <translation>(aucun)</translation>
    </message>
    <message>
      <location filename="../layers/form.py" />
      <location filename="../review/details.py" />
      <source>(not set)</source>
      <translation>(non défini)</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>-1000 (products since January 2022)</source>
      <translation>-1000 (produits depuis janvier 2022)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>-1000 for products since 2022 (baseline 04.00), 0 for older ones. Not set: found automatically.</source>
      <translation>-1000 pour les produits depuis 2022 (baseline 04.00), 0 pour les plus anciens. Non défini : déterminé automatiquement.</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>0 (products until January 2022)</source>
      <translation>0 (produits jusqu’en janvier 2022)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>0 follows the pixels. Neighbours keep their shared boundary.</source>
      <translation>0 suit les pixels. Les voisins gardent leur limite commune.</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>1 landslide</source>
      <translation>1 glissement</translation>
    </message>
    <message>
      <location filename="../gui/devices.py" />
      <source>1 processor core</source>
      <translation>1 cœur de processeur</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>10 bands (10 and 20 m)</source>
      <translation>10 bandes (10 et 20 m)</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>4 bands (blue, green, red, near infrared)</source>
      <translation>4 bandes (bleu, vert, rouge, proche infrarouge)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>&lt;p&gt;Compares an inventory with a reference. Polygons that share at least half of what both cover (intersection over union) match, one with one: they are &lt;i&gt;true&lt;/i&gt;. &lt;i&gt;Partly true&lt;/i&gt; is what overlaps the reference without a match, &lt;i&gt;false&lt;/i&gt; what only the inventory has, &lt;i&gt;missed&lt;/i&gt; what only the reference has.&lt;/p&gt;&lt;p&gt;Ground that either of them did not observe is left out of both; &lt;b&gt;Area&lt;/b&gt; leaves out what lies outside of its polygons. The log has precision, recall and F1 of pixels, polygons and outlines with their intervals; the table &lt;i&gt;scores&lt;/i&gt; of the result has all of them.&lt;/p&gt;&lt;p&gt;A reference of points has no polygons that could match: then it is counted how many points lie in a polygon or within the &lt;b&gt;distance&lt;/b&gt;.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Compare un inventaire à une référence. Les polygones qui partagent au moins la moitié de ce que les deux couvrent (intersection sur union) correspondent, un à un : ils sont &lt;i&gt;vrais&lt;/i&gt;. Est &lt;i&gt;en partie vrai&lt;/i&gt; ce qui recouvre la référence sans correspondance, &lt;i&gt;faux&lt;/i&gt; ce que seul l’inventaire contient, &lt;i&gt;manqué&lt;/i&gt; ce que seule la référence contient.&lt;/p&gt;&lt;p&gt;Le terrain que l’un des deux n’a pas observé est exclu des deux ; &lt;b&gt;Zone&lt;/b&gt; exclut ce qui se trouve hors de ses polygones. Le journal donne la précision, le rappel et le F1 des pixels, des polygones et des contours avec leurs intervalles ; le tableau &lt;i&gt;scores&lt;/i&gt; du résultat les contient tous.&lt;/p&gt;&lt;p&gt;Une référence de points n’a pas de polygones qui puissent correspondre : on compte alors combien de points se trouvent dans un polygone ou à moins de la &lt;b&gt;distance&lt;/b&gt;.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>&lt;p&gt;Finds landslides in a Sentinel-2 scene (Level-1C or Level-2A) with a neural network and writes an inventory.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scene&lt;/b&gt;: a product, a raster with several bands, or one raster per band. &lt;b&gt;Elevation&lt;/b&gt;: any DEM that covers the scene; without it flat ground is not ruled out. &lt;b&gt;Scene before the event&lt;/b&gt;: then only new landslides are mapped.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Area&lt;/b&gt;: only what lies in the polygons, or in the rectangle, is mapped; empty for the whole scene.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Threshold&lt;/b&gt;: probability from 0 to 1. &lt;b&gt;Minimum area&lt;/b&gt;: square metres. &lt;b&gt;Minimum slope&lt;/b&gt;: degrees. &lt;b&gt;Smooth outlines&lt;/b&gt;: metres.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: polygons with area (m²), length and width (m), slope and aspect (degrees), confidence and origin. The GeoPackage also holds crown and toe points, what could not be observed (clouds, shadow, no data) and every parameter of the run; the first two can also be outputs of their own. &lt;b&gt;Probability&lt;/b&gt;: GeoTIFF, from which &lt;i&gt;Vectorise probability&lt;/i&gt; makes polygons with another threshold.&lt;/p&gt;&lt;p&gt;Read the result as a first draft that someone reviews: clearings, quarries and river beds can look like landslides.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Détecte les glissements de terrain dans une scène Sentinel-2 (Level-1C ou Level-2A) avec un réseau de neurones et enregistre un inventaire.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scène&lt;/b&gt; : un produit, un raster multibande ou un raster par bande. &lt;b&gt;Altitude&lt;/b&gt; : tout MNT qui couvre la scène ; sans lui, les terrains plats ne sont pas écartés. &lt;b&gt;Scène avant l’événement&lt;/b&gt; : seuls les nouveaux glissements sont alors cartographiés.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Zone&lt;/b&gt; : seul ce qui se trouve dans les polygones ou dans le rectangle est cartographié ; vide pour toute la scène.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Seuil&lt;/b&gt; : probabilité de 0 à 1. &lt;b&gt;Surface minimale&lt;/b&gt; : mètres carrés. &lt;b&gt;Pente minimale&lt;/b&gt; : degrés. &lt;b&gt;Lissage des contours&lt;/b&gt; : mètres.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventaire&lt;/b&gt; : polygones avec surface (m²), longueur et largeur (m), pente et exposition (degrés), confiance et origine. Le GeoPackage contient aussi les points de couronne et de pied, ce qui n’a pas pu être observé (nuages, ombre, absence de données) et tous les paramètres du calcul ; les deux premiers peuvent aussi être des sorties à part. &lt;b&gt;Probabilité&lt;/b&gt; : GeoTIFF dont &lt;i&gt;Vectoriser la probabilité&lt;/i&gt; tire des polygones avec un autre seuil.&lt;/p&gt;&lt;p&gt;Considérez le résultat comme une première ébauche à vérifier : les coupes forestières, les carrières et les lits de rivière peuvent ressembler à des glissements de terrain.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>&lt;p&gt;Fits inverse gamma, double Pareto and power law to the areas of the landslides by maximum likelihood, and says what follows: the exponent of the tail, where the roll-over is and whether it is the landslides' or the sensor's, the magnitude of the event, from which size on it is complete.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: polygons of any file and CRS; rejected ones are left out. &lt;b&gt;Pixel size&lt;/b&gt; (metres) and &lt;b&gt;minimum mapping unit&lt;/b&gt; (square metres) are read from inventories of l4s; of others, say them: without them, small landslides that were missed bend the fits.&lt;/p&gt;&lt;p&gt;At least 100 landslides are needed, 50 for the power law. The numbers are in the log.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Ajuste les lois gamma inverse, double Pareto et de puissance aux surfaces des glissements par maximum de vraisemblance, et dit ce qui en découle : l’exposant de la queue, où se trouve le maximum de la distribution (rollover) et s’il vient des glissements ou du capteur, la magnitude de l’événement, et à partir de quelle taille l’inventaire est complet.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventaire&lt;/b&gt; : polygones de tout fichier et de tout SCR ; les polygones rejetés sont exclus. La &lt;b&gt;taille de pixel&lt;/b&gt; (mètres) et l’&lt;b&gt;unité cartographique minimale&lt;/b&gt; (mètres carrés) sont lues dans les inventaires de l4s ; indiquez-les pour les autres : sans elles, les petits glissements manqués faussent les ajustements.&lt;/p&gt;&lt;p&gt;Il faut au moins 100 glissements, 50 pour la loi de puissance. Les chiffres sont dans le journal.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>&lt;p&gt;Follows landslides over the years: each keeps its identifier, and its history is in the ledger.&lt;/p&gt;&lt;p&gt;Outlines that share half of what both cover are the same landslide. What is not found where the newer scene looked is revegetated and goes to a layer of that name; what was not observed stays as it was. Outlines that are replaced stay in the file.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Earlier inventory or ledger&lt;/b&gt; and &lt;b&gt;newer inventory&lt;/b&gt;: GeoPackages. They are not changed.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Suit les glissements au fil des ans : chacun garde son identifiant, et son histoire est dans le registre.&lt;/p&gt;&lt;p&gt;Les contours qui partagent la moitié de ce que les deux couvrent sont le même glissement. Ce qui n’est pas retrouvé là où la nouvelle scène a observé est revégétalisé et va dans une couche de ce nom ; ce qui n’a pas été observé reste inchangé. Les contours remplacés restent dans le fichier.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventaire antérieur ou registre&lt;/b&gt; et &lt;b&gt;inventaire plus récent&lt;/b&gt; : GeoPackages. Ils ne sont pas modifiés.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>&lt;p&gt;For each landslide and each asset: number and length of lines, number and area of polygons, number of points that the landslides hit. What a reviewer rejected does not count.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Distance downstream&lt;/b&gt;, with an elevation: also what lies on the way down from the lowest point of each landslide, as wide as you say. It shows where debris would go next, not how far it goes.&lt;/p&gt;&lt;p&gt;The result has the layers &lt;i&gt;landslides&lt;/i&gt;, &lt;i&gt;assets_hit&lt;/i&gt; and &lt;i&gt;flow_paths&lt;/i&gt;, and a table by confidence.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Pour chaque glissement et chaque enjeu : nombre et longueur des lignes, nombre et surface des polygones, nombre des points que les glissements touchent. Ce qu’un relecteur a rejeté ne compte pas.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Distance vers l’aval&lt;/b&gt;, avec un MNT : aussi ce qui se trouve sur le chemin vers l’aval depuis le point le plus bas de chaque glissement, sur la largeur que vous indiquez. Il montre où les débris iraient ensuite, pas jusqu’où ils vont.&lt;/p&gt;&lt;p&gt;Le résultat contient les couches &lt;i&gt;landslides&lt;/i&gt;, &lt;i&gt;assets_hit&lt;/i&gt; et &lt;i&gt;flow_paths&lt;/i&gt;, et un tableau par confiance.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>&lt;p&gt;Makes one inventory of those of several scenes: neighbouring tiles, orbits or dates.&lt;/p&gt;&lt;p&gt;Polygons of one event that overlap by a fifth of the smaller one are one landslide: it gets their union and names all its scenes. Smaller overlaps go to the polygon with the higher probability, so that no ground is counted twice. What reviewers said is kept, rejected polygons too. &lt;i&gt;Not observed&lt;/i&gt; is what none of the scenes observed; the layer &lt;i&gt;scenes&lt;/i&gt; shows where each looked.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventories&lt;/b&gt;: GeoPackages of single scenes. They are not changed.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Réunit en un seul les inventaires de plusieurs scènes : tuiles voisines, orbites ou dates.&lt;/p&gt;&lt;p&gt;Les polygones d’un même événement qui se recouvrent d’au moins un cinquième du plus petit sont un seul glissement : il reçoit leur union et nomme toutes ses scènes. Les recouvrements moindres reviennent au polygone de plus forte probabilité, si bien qu’aucun terrain n’est compté deux fois. Ce que les relecteurs ont dit est gardé, les polygones rejetés aussi. &lt;i&gt;Non observé&lt;/i&gt; est ce qu’aucune des scènes n’a observé ; la couche &lt;i&gt;scenes&lt;/i&gt; montre où chacune a regardé.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventaires&lt;/b&gt; : GeoPackages de scènes isolées. Ils ne sont pas modifiés.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>&lt;p&gt;Makes polygons from the probability raster of &lt;i&gt;Detect landslides&lt;/i&gt;, with another threshold or other rules, in seconds: the network does not run again.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Threshold&lt;/b&gt;: probability from 0 to 1; not set, the one that the raster was made with. &lt;b&gt;Minimum area&lt;/b&gt;: square metres. &lt;b&gt;Minimum slope&lt;/b&gt;: degrees, needs the elevation. &lt;b&gt;Smooth outlines&lt;/b&gt;: metres.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Rectangle&lt;/b&gt;: only this part; landslides cut by its edge are marked as truncated.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Crée des polygones à partir du raster de probabilité de &lt;i&gt;Détecter les glissements&lt;/i&gt;, avec un autre seuil ou d’autres règles, en quelques secondes : le réseau n’est pas exécuté de nouveau.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Seuil&lt;/b&gt; : probabilité de 0 à 1 ; non défini, celui avec lequel le raster a été produit. &lt;b&gt;Surface minimale&lt;/b&gt; : mètres carrés. &lt;b&gt;Pente minimale&lt;/b&gt; : degrés, requiert le MNT. &lt;b&gt;Lissage des contours&lt;/b&gt; : mètres.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Rectangle&lt;/b&gt; : cette partie seulement ; les glissements coupés par son bord sont marqués comme tronqués.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>&lt;p&gt;Maps the landslides of many Sentinel-2 scenes. Each gets an inventory in the folder &lt;i&gt;scenes&lt;/i&gt;, and &lt;i&gt;inventory.gpkg&lt;/i&gt; merges them: a landslide in two overlapping scenes is one polygon.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scenes&lt;/b&gt;: products (.zip), the MTD_MSIL1C.xml or MTD_MSIL2A.xml of unpacked ones, rasters or STAC items; or a &lt;b&gt;table&lt;/b&gt; (CSV with the columns scene, dem, pre, aoi, event_id, event_date, trigger, name, or an item collection). &lt;b&gt;Elevation&lt;/b&gt;: one raster, or a folder of tiles.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Go on&lt;/b&gt;: scenes that are complete, with the same inputs, model and parameters, are not mapped again. A scene that fails stops no other; the log and &lt;i&gt;run.jsonl&lt;/i&gt; say why.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scenes at a time&lt;/b&gt;: each needs about 1.5 GB of memory.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Cartographie les glissements de nombreuses scènes Sentinel-2. Chacune reçoit un inventaire dans le dossier &lt;i&gt;scenes&lt;/i&gt;, et &lt;i&gt;inventory.gpkg&lt;/i&gt; les réunit : un glissement visible dans deux scènes qui se recouvrent est un seul polygone.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scènes&lt;/b&gt; : produits (.zip), MTD_MSIL1C.xml ou MTD_MSIL2A.xml de produits décompressés, rasters ou items STAC ; ou un &lt;b&gt;tableau&lt;/b&gt; (CSV avec les colonnes scene, dem, pre, aoi, event_id, event_date, trigger, name, ou une collection d’items). &lt;b&gt;Altitude&lt;/b&gt; : un raster, ou un dossier de tuiles.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Continuer&lt;/b&gt; : les scènes complètes, avec les mêmes entrées, le même modèle et les mêmes paramètres, ne sont pas recalculées. Une scène qui échoue n’arrête pas les autres ; le journal et &lt;i&gt;run.jsonl&lt;/i&gt; disent pourquoi.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scènes à la fois&lt;/b&gt; : chacune demande environ 1,5 Go de mémoire.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>&lt;p&gt;Moves the last numbers of a model towards what you decided about its polygons. Twenty to fifty decisions all over the scene are enough: accepted, redrawn and added ones are landslides, rejected ones are none. It takes a minute or two.&lt;/p&gt;&lt;p&gt;The tuned model is judged on neighbourhoods that it has not seen. Where it does no better the log says so, and &lt;b&gt;no model is written&lt;/b&gt; unless you ask for it. Give the tuned model to &lt;i&gt;Detect landslides&lt;/i&gt; under &lt;b&gt;Model: file&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Scene, elevation, level and clouds are to be those of the run that was reviewed.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Rapproche les derniers coefficients d’un modèle de ce que vous avez décidé de ses polygones. Vingt à cinquante décisions réparties dans toute la scène suffisent : les polygones acceptés, redessinés et ajoutés sont des glissements, les rejetés n’en sont pas. Cela prend une minute ou deux.&lt;/p&gt;&lt;p&gt;Le modèle ajusté est jugé sur des secteurs qu’il n’a pas vus. S’il n’y fait pas mieux, le journal le dit, et &lt;b&gt;aucun modèle n’est enregistré&lt;/b&gt;, sauf si vous le demandez. Indiquez le modèle ajusté dans &lt;i&gt;Détecter les glissements&lt;/i&gt; sous &lt;b&gt;Modèle : fichier&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;La scène, le MNT, le niveau et les nuages doivent être ceux du calcul qui a été vérifié.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>&lt;p&gt;Splits landslides that were mapped as one along the watersheds inside of their outlines, and draws the way from the crown to the toe of every landslide (layer &lt;i&gt;centre_lines&lt;/i&gt;).&lt;/p&gt;&lt;p&gt;The parts are the outline, without gaps; it is kept in the layer &lt;i&gt;before_split&lt;/i&gt;. Landslides that were reviewed stay whole unless you ask for it, and rejected ones always do.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Least difference in height&lt;/b&gt;: metres by which crowns, and toes, differ from the ground between them. &lt;b&gt;Minimum area&lt;/b&gt;: of a part, square metres; not set, that of the run.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Divise les glissements cartographiés comme un seul le long des bassins versants à l’intérieur de leur contour, et trace le chemin de la couronne au pied de chaque glissement (couche &lt;i&gt;centre_lines&lt;/i&gt;).&lt;/p&gt;&lt;p&gt;Les parties couvrent le contour, sans trous ; celui-ci est conservé dans la couche &lt;i&gt;before_split&lt;/i&gt;. Les glissements vérifiés restent entiers sauf si vous demandez de les diviser, et ceux qui sont rejetés le restent toujours.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Différence de hauteur minimale&lt;/b&gt; : mètres dont les couronnes, et les pieds, diffèrent du terrain entre eux. &lt;b&gt;Surface minimale&lt;/b&gt; : d’une partie, mètres carrés ; non définie, celle du calcul.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>&lt;p&gt;Writes an inventory as a catalogue or another program has it, or somebody's file as an inventory that all other algorithms take.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: GeoPackage, GeoJSON, Shapefile (zipped too), FlatGeobuf, KML, KMZ, GML, GeoParquet, or CSV with longitude and latitude.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Format&lt;/b&gt;: &lt;i&gt;inventory&lt;/i&gt; is a GeoPackage of this plugin; &lt;i&gt;coolr&lt;/i&gt;, &lt;i&gt;usgs&lt;/i&gt; and &lt;i&gt;iffi&lt;/i&gt; are the landslide catalogues of NASA, the United States and Italy; &lt;i&gt;stac&lt;/i&gt; describes the files for a catalogue of data. The log says what a format does not hold.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Enregistre un inventaire sous la forme qu’attend un catalogue ou un autre programme, ou le fichier d’un tiers comme inventaire que tous les autres algorithmes acceptent.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventaire&lt;/b&gt; : GeoPackage, GeoJSON, Shapefile (aussi en zip), FlatGeobuf, KML, KMZ, GML, GeoParquet, ou CSV avec longitude et latitude.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Format&lt;/b&gt; : &lt;i&gt;inventory&lt;/i&gt; est un GeoPackage de cette extension ; &lt;i&gt;coolr&lt;/i&gt;, &lt;i&gt;usgs&lt;/i&gt; et &lt;i&gt;iffi&lt;/i&gt; sont les catalogues de glissements de terrain de la NASA, des États-Unis et de l’Italie ; &lt;i&gt;stac&lt;/i&gt; décrit les fichiers pour un catalogue de données. Le journal dit ce qu’un format ne peut pas contenir.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>&lt;p&gt;Writes one HTML page with a map, sizes, confidence, what could not be seen, review, warnings and parameters of an inventory. It needs no network. To have a PDF, print it in a browser.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: polygons of any file and CRS; what is not known of it, the page says. The picture under the landslides is that of the scene that the inventory names, unless another &lt;b&gt;Scene&lt;/b&gt; is chosen. With a &lt;b&gt;Reference&lt;/b&gt; the page has the accuracy too, with &lt;b&gt;Assets&lt;/b&gt; what of them is hit.&lt;/p&gt;&lt;p&gt;The page opens from &lt;i&gt;Processing &amp;gt; Results Viewer&lt;/i&gt;.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Écrit une page HTML avec une carte, les tailles, la confiance, ce qui n’a pas pu être vu, la vérification, les avertissements et les paramètres d’un inventaire. Elle n’a pas besoin de réseau. Pour un PDF, imprimez-la dans un navigateur.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventaire&lt;/b&gt; : polygones de tout fichier et de tout SCR ; la page dit ce que l’on n’en sait pas. L’image sous les glissements est celle de la scène que l’inventaire nomme, sauf si une autre &lt;b&gt;scène&lt;/b&gt; est choisie. Avec une &lt;b&gt;référence&lt;/b&gt;, la page donne aussi l’exactitude ; avec des &lt;b&gt;enjeux&lt;/b&gt;, ceux qui sont touchés.&lt;/p&gt;&lt;p&gt;La page s’ouvre depuis &lt;i&gt;Traitement &amp;gt; Visualiseur de Résultats&lt;/i&gt;.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>&lt;p&gt;Writes the channels of Landslide4Sense as one GeoTIFF on a 10 m grid: B1 to B12 (without B8A), slope and elevation; what the scene does not have is left out. Bands of 20 and 60 m are resampled.&lt;/p&gt;&lt;p&gt;Units: reflectance times 10,000 (the offset of newer products is removed), slope in degrees, elevation in metres; no data is NaN.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scene&lt;/b&gt;: a product, a raster with several bands, or one raster per band. &lt;b&gt;Clouds&lt;/b&gt;: keep them in, or cut clouds, their shadow and snow out, as found by that test.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Enregistre les canaux de Landslide4Sense dans un seul GeoTIFF sur une grille de 10 m : B1 à B12 (sans B8A), pente et altitude ; ce que la scène n’a pas est omis. Les bandes de 20 et 60 m sont rééchantillonnées.&lt;/p&gt;&lt;p&gt;Unités : réflectance multipliée par 10 000 (le décalage des produits récents est retiré), pente en degrés, altitude en mètres ; l’absence de données est NaN.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scène&lt;/b&gt; : un produit, un raster multibande ou un raster par bande. &lt;b&gt;Nuages&lt;/b&gt; : les garder, ou retirer les nuages, leur ombre et la neige, tels que trouvés par ce test.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <source>A Sentinel-2 product as downloaded (.zip, or its .SAFE folder), a folder with one file for each band, or one raster with all bands.</source>
      <translation>Un produit Sentinel-2 tel que téléchargé (.zip ou son dossier .SAFE), un dossier avec un fichier par bande, ou un raster avec toutes les bandes.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>A comparison is a GeoPackage; give a name that ends in .gpkg.</source>
      <translation>Une comparaison est un GeoPackage ; donnez un nom qui se termine par .gpkg.</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>A copy of that layer of the inventory, for the next step of a model.</source>
      <translation>Copie de cette couche de l’inventaire, pour l’étape suivante d’un modèle.</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>A detection is running: wait for its end, or cancel it.</source>
      <translation>Une détection est en cours : attendez la fin ou annulez-la.</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/parameters.py" />
      <source>A fully-connected conditional random field over the probability, before the threshold.</source>
      <translation>Un champ aléatoire conditionnel entièrement connecté, appliqué à la probabilité avant le seuil.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>A ledger is a GeoPackage; give it a name that ends in .gpkg.</source>
      <translation>Un registre est un GeoPackage ; donnez-lui un nom qui se termine par .gpkg.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>A model of your own, in the place of an installed one.</source>
      <translation>Un modèle à vous, à la place d’un modèle installé.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>A package is damaged. Fetch it again, then try again; the log says which.</source>
      <translation>Un paquet est endommagé. Téléchargez-le de nouveau, puis réessayez ; le journal indique lequel.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>A polygon drawn on the map</source>
      <translation>Un polygone dessiné sur la carte</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>A rectangle drawn on the map</source>
      <translation>Un rectangle dessiné sur la carte</translation>
    </message>
    <message>
      <location filename="../gui/sample.py" />
      <source>A run is going on; wait for its end, or cancel it.</source>
      <translation>Un calcul est en cours ; attendez la fin ou annulez-le.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>A scene of another processing level than the model's, with values that are no reflectance, or mostly snow is refused otherwise.</source>
      <translation>Sinon, une scène est refusée si son niveau de traitement n’est pas celui du modèle, si ses valeurs ne sont pas des réflectances ou si elle est surtout couverte de neige.</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>A second map with the scene before, which goes where the map goes.</source>
      <translation>Une seconde carte avec la scène avant, qui suit la carte principale.</translation>
    </message>
    <message>
      <location filename="../layers/picture.py" />
      <source>A small picture of the surroundings of a landslide, as HTML, for map tips.</source>
      <translation>Une petite image des environs d’un glissement de terrain, en HTML, pour les infobulles.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>A system library is missing. Install the Microsoft Visual C++ Redistributable (64 bit), then try again.</source>
      <translation>Une bibliothèque système manque. Installez le Microsoft Visual C++ Redistributable (64 bits), puis réessayez.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Abandoned: its cause is gone</source>
      <translation>Abandonné : sa cause a disparu</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Accept</source>
      <translation>Accepter</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>Accept all above a probability</source>
      <translation>Accepter tous ceux au-dessus d’une probabilité</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Accept all above…</source>
      <translation>Accepter au-dessus de…</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Accept all that nobody has reviewed from a probability on.</source>
      <translation>Accepter, à partir d’une probabilité, tous ceux que personne n’a vérifiés.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Accept {count} landslides</source>
      <translation>Accepter {count} glissements</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Accept {name}</source>
      <translation>Accepter {name}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../layers/symbols.py" />
      <location filename="../review/polygon_list.py" />
      <source>Accepted</source>
      <translation>Accepté</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../layers/symbols.py" />
      <location filename="../review/polygon_list.py" />
      <source>Accepted, new outline</source>
      <translation>Accepté, nouveau contour</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Accepted: {count}. Undo takes it back.</source>
      <translation>Acceptés : {count}. « Annuler » permet de revenir en arrière.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Active: moving now</source>
      <translation>Actif : en mouvement</translation>
    </message>
    <message>
      <location filename="../gui/path_list.py" />
      <location filename="../review/actions.py" />
      <source>Add</source>
      <translation>Ajouter</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Add a landslide</source>
      <translation>Ajouter un glissement</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Add a landslide that was missed: click it, or draw it.</source>
      <translation>Ajouter un glissement manqué : cliquez dessus ou dessinez-le.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Add the scenes before the event, or choose “None”.</source>
      <translation>Ajoutez les scènes avant l’événement ou choisissez « Aucune ».</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Add to this project</source>
      <translation>Ajouter à ce projet</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Add {name}</source>
      <translation>Ajouter {name}</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Added to the stored values</source>
      <translation>Ajouté aux valeurs stockées</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Added to the stored values of the scene before</source>
      <translation>Ajouté aux valeurs enregistrées de la scène avant</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>Added to the stored values. Products since 25 January 2022 store 1000 more than reflectance x 10000.</source>
      <translation>Ajouté aux valeurs enregistrées. Les produits depuis le 25 janvier 2022 enregistrent 1000 de plus que la réflectance x 10000.</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Adds pictures of the scene, and of the scene before, that they were mapped in.</source>
      <translation>Ajoute des images de la scène, et de la scène avant, dans lesquelles ils ont été cartographiés.</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>Adds the scene to the map in the colours of the ground, below the landslides. Nothing is copied.</source>
      <translation>Ajoute la scène à la carte en couleurs naturelles, sous les glissements. Rien n’est copié.</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../gui/setup_advanced.py" />
      <source>Advanced</source>
      <translation>Avancé</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>All</source>
      <translation>Tous</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <location filename="../processing/algorithms/convert.py" />
      <source>All files</source>
      <translation>Tous les fichiers</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>All files (*)</source>
      <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>All of these (168 times as long)</source>
      <translation>Toutes (168 fois plus long)</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>All polygons have been reviewed. Save the review to keep it.</source>
      <translation>Tous les polygones ont été vérifiés. Enregistrez la vérification pour la conserver.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Also write for each scene</source>
      <translation>Écrire aussi pour chaque scène</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../gui/before_group.py" />
      <source>Always</source>
      <translation>Toujours</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>An account of QGIS's own password store; only for catalogues that want one. It is in no project file.</source>
      <translation>Un compte du gestionnaire de mots de passe de QGIS ; seulement pour les catalogues qui en demandent un. Il n’est enregistré dans aucun fichier de projet.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>An earlier inventory of the same ground. Landslides that match reviewed ones keep identifier, review, notes and type; what was drawn by hand stays. It may be the file that is written: a copy is kept then.</source>
      <translation>Un inventaire antérieur du même terrain. Les glissements qui correspondent à des glissements vérifiés gardent identifiant, vérification, notes et type ; ce qui a été dessiné à la main reste. Ce peut être le fichier à écrire : une copie en est alors gardée.</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>An earlier version of this plugin is still installed; uninstall {plugin} in the plugin manager.</source>
      <translation>Une version antérieure de cette extension est encore installée ; désinstallez {plugin} dans le gestionnaire d'extensions.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>An order that is not in the list, like B2,B3,B4,B8; a minus leaves a band out.</source>
      <translation>Un ordre absent de la liste, comme B2,B3,B4,B8 ; un signe moins exclut une bande.</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Another Python on this computer</source>
      <translation>Un autre Python de cet ordinateur</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Another file…</source>
      <translation>Autre fichier…</translation>
    </message>
    <message>
      <location filename="../backend/installation.py" />
      <source>Another window of QGIS is setting up l4s at this moment. Wait until it is done.</source>
      <translation>Une autre fenêtre de QGIS installe l4s en ce moment. Attendez qu’elle ait terminé.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Any raster of heights, in any coordinate system and resolution.</source>
      <translation>Tout raster d’altitudes, quels que soient son SCR et sa résolution.</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Area</source>
      <translation>Surface</translation>
    </message>
    <message>
      <location filename="../review/table_model.py" />
      <source>Area (ha)</source>
      <translation>Surface (ha)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Area (m²)</source>
      <translation>Surface (m²)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/algorithms/merge.py" />
      <location filename="../processing/algorithms/report.py" />
      <location filename="../processing/algorithms/statistics.py" />
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Area of the landslides (square metres)</source>
      <translation>Surface des glissements (mètres carrés)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Area to compare (polygons)</source>
      <translation>Zone à comparer (polygones)</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Area to map</source>
      <translation>Zone à cartographier</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Area to search</source>
      <translation>Zone de recherche</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Area-frequency figure</source>
      <translation>Figure surface-fréquence</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Area: file with polygons</source>
      <translation>Zone : fichier de polygones</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/wording.py" />
      <source>Area: polygons</source>
      <translation>Zone : polygones</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>Area: rectangle</source>
      <translation>Zone : rectangle</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Area: {hectares} ha</source>
      <translation>Surface : {hectares} ha</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>As calibrated</source>
      <translation>Calibré</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>As in the table below</source>
      <translation>Selon le tableau ci-dessous</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>As last time</source>
      <translation>Comme la dernière fois</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>As marked in the product</source>
      <translation>Selon le produit</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>As the file names them</source>
      <translation>Selon les noms du fichier</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>As the file says</source>
      <translation>Selon le fichier</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>As the raster names them</source>
      <translation>Selon les noms du raster</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>As the threshold</source>
      <translation>Comme le seuil</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Asking for sizes</source>
      <translation>Demande des tailles</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Asking it…</source>
      <translation>Interrogation…</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <location filename="../processing/algorithms/report.py" />
      <source>Assets (roads, buildings, points)</source>
      <translation>Enjeux (routes, bâtiments, points)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Assets hit</source>
      <translation>Enjeux touchés</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Automatic</source>
      <translation>Automatique</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Automatic: as the file says it, else metres.</source>
      <translation>Automatique : selon le fichier, sinon en mètres.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Automatic: the graphics card where there is one that can be used, else the processor.</source>
      <translation>Automatique : la carte graphique s’il y en a une utilisable, sinon le processeur.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Automatic: where the shift is known well and at least 0.3 pixels.</source>
      <translation>Automatique : si le décalage est bien connu et d’au moins 0,3 pixel.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Average the probability over</source>
      <translation>Moyenner la probabilité sur</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Back</source>
      <translation>Précédent</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Bands of a raster with several bands, in its order</source>
      <translation>Bandes d’un raster multibande, dans son ordre</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Bare before</source>
      <translation>Sol nu avant</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <location filename="../processing/loading.py" />
      <source>Bare before the event</source>
      <translation>Sol nu avant l’événement</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Bare before, new ground joins</source>
      <translation>Sol nu avant, jouxté par du nouveau</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Bare rock</source>
      <translation>Roche nue</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Before: {name}, {day}</source>
      <translation>Avant : {name}, {day}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Boulder, debris or silt fall</source>
      <translation>Chute de blocs, débris ou limon</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <source>Browse</source>
      <translation>Parcourir</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Building site</source>
      <translation>Chantier</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Built-in spectral test</source>
      <translation>Test spectral intégré</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>CRS of a file that does not say its own</source>
      <translation>SCR d’un fichier qui n’indique pas le sien</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>CSV with the column scene, or a STAC item collection as l4s search writes it.</source>
      <translation>CSV avec la colonne scene, ou une collection d’items STAC telle que l4s search l’écrit.</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Ca&amp;talogue</source>
      <translation>Catalo&amp;gue</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Calibrated: {value} %</source>
      <translation>Calibré : {value} %</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <location filename="../gui/runner.py" />
      <source>Cancelled.</source>
      <translation>Annulé.</translation>
    </message>
    <message>
      <location filename="../backend/process.py" />
      <location filename="../gui/detect_dock.py" />
      <location filename="../processing/run.py" />
      <location filename="../tasks.py" />
      <source>Cancelled; nothing was written.</source>
      <translation>Annulé ; rien n’a été enregistré.</translation>
    </message>
    <message>
      <location filename="../backend/installation.py" />
      <location filename="../gui/setup_page.py" />
      <source>Cancelled; what was there before is unchanged.</source>
      <translation>Annulé ; l’état précédent est inchangé.</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>Cancelling…</source>
      <translation>Annulation…</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Carry over the review of</source>
      <translation>Reprendre la vérification de</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Carry over the review of {name}</source>
      <translation>Reprendre la vérification de {name}</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Carry the &amp;review over</source>
      <translation>Reprendre la &amp;vérification</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Carry the review over</source>
      <translation>Reprendre la vérification</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Centimetres</source>
      <translation>Centimètres</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Centre lines</source>
      <translation>Lignes centrales</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Change of a lake level</source>
      <translation>Variation du niveau d’un lac</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Check that each band is the right one.</source>
      <translation>Vérifiez que chaque bande est la bonne.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>Checking</source>
      <translation>Contrôle</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Checking the files</source>
      <translation>Contrôle des fichiers</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Checking the scene…</source>
      <translation>Vérification de la scène…</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Checksum of the model</source>
      <translation>Somme de contrôle du modèle</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Choose a catalogue, or type its address (https://…).</source>
      <translation>Choisissez un catalogue ou saisissez son adresse (https://…).</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <source>Choose a file</source>
      <translation>Choisir un fichier</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Choose a file for the converted inventory.</source>
      <translation>Choisissez un fichier pour l’inventaire converti.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Choose a file for the report.</source>
      <translation>Choisissez un fichier pour le rapport.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Choose a file for the tuned model.</source>
      <translation>Choisissez un fichier pour le modèle ajusté.</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <location filename="../gui/path_list.py" />
      <source>Choose a folder</source>
      <translation>Choisir un dossier</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Choose a folder for the download, or use the scenes without.</source>
      <translation>Choisissez un dossier pour le téléchargement, ou utilisez les scènes sans télécharger.</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Choose a model</source>
      <translation>Choisir un modèle</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Choose a scene after the event.</source>
      <translation>Choisissez une scène après l’événement.</translation>
    </message>
    <message>
      <location filename="../processing/vector_files.py" />
      <source>Choose a vector layer that is saved in a file.</source>
      <translation>Choisissez une couche vecteur enregistrée dans un fichier.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Choose another polygon to merge with.</source>
      <translation>Choisissez un autre polygone à fusionner.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Choose at least two pictures under "Layers and reviewer" to flicker between.</source>
      <translation>Choisissez au moins deux images sous "Couches et relecteur" pour alterner entre elles.</translation>
    </message>
    <message>
      <location filename="../processing/area.py" />
      <source>Choose either a polygon layer or a rectangle as the area, not both.</source>
      <translation>Choisissez comme zone soit une couche de polygones, soit un rectangle, pas les deux.</translation>
    </message>
    <message>
      <location filename="../gui/path_list.py" />
      <source>Choose files</source>
      <translation>Choisir des fichiers</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Choose scenes in the table (Ctrl for several).</source>
      <translation>Choisissez des scènes dans le tableau (Ctrl pour plusieurs).</translation>
    </message>
    <message>
      <location filename="../processing/scene_input.py" />
      <source>Choose the Sentinel-2 scene: a file, a folder or layers.</source>
      <translation>Choisissez la scène Sentinel-2 : un fichier, un dossier ou des couches.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the Sentinel-2 scene: a product file (.zip), a folder or a raster.</source>
      <translation>Choisissez la scène Sentinel-2 : un fichier de produit (.zip), un dossier ou un raster.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Choose the assets.</source>
      <translation>Choisissez les enjeux.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the elevation file, or “No elevation”.</source>
      <translation>Choisissez le fichier du MNT, ou « Sans MNT ».</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Choose the elevation, which tells the way downstream.</source>
      <translation>Choisissez le MNT, qui indique le chemin vers l’aval.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Choose the elevation.</source>
      <translation>Choisissez le MNT.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Choose the inventories to merge.</source>
      <translation>Choisissez les inventaires à réunir.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the layer with the Sentinel-2 scene.</source>
      <translation>Choisissez la couche de la scène Sentinel-2.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the layer with the elevation.</source>
      <translation>Choisissez la couche du MNT.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Choose the layer with the polygons of the area.</source>
      <translation>Choisissez la couche contenant les polygones de la zone.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Choose the layer with the scene before the event, or “None”.</source>
      <translation>Choisissez la couche de la scène avant l’événement, ou « Aucune ».</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Choose the scene before the event, or “None”.</source>
      <translation>Choisissez la scène avant l’événement, ou « Aucune ».</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Choose the scenes: either files or a table, one of the two.</source>
      <translation>Choisissez les scènes : des fichiers ou un tableau, l’un des deux.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Choose the two inventories to compare.</source>
      <translation>Choisissez les deux inventaires à comparer.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Choose the type of the landslide.</source>
      <translation>Choisir le type du glissement.</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Classes of the product</source>
      <translation>Classes du produit</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Clay or silt compound slide</source>
      <translation>Glissement composé d’argile ou limon</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Clay or silt planar slide</source>
      <translation>Glissement plan d’argile ou limon</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Clay or silt rotational slide</source>
      <translation>Glissement rotationnel d’argile ou limon</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Click a landslide that was missed. D: draw it by hand. Esc: end.</source>
      <translation>Cliquez sur un glissement manqué. D : dessiner à la main. Échap : terminer.</translation>
    </message>
    <message>
      <location filename="../review/map_tools.py" />
      <source>Click a line across the polygon; right click ends, Esc gives up.</source>
      <translation>Tracez une ligne à travers le polygone ; clic droit pour terminer, Échap pour abandonner.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Click another polygon to make both one.</source>
      <translation>Cliquer sur un autre polygone pour réunir les deux.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Click the corners of the landslide; right click ends, Esc gives up.</source>
      <translation>Cliquez sur les sommets du glissement ; clic droit pour terminer, Échap pour abandonner.</translation>
    </message>
    <message>
      <location filename="../review/map_tools.py" />
      <source>Click the corners of the new outline; right click ends, Esc gives up.</source>
      <translation>Cliquez sur les sommets du nouveau contour ; clic droit pour terminer, Échap pour abandonner.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Click the corners; right click ends, Backspace takes one back, Esc gives up.</source>
      <translation>Cliquez sur les sommets ; clic droit pour terminer, Retour arrière pour en retirer un, Échap pour abandonner.</translation>
    </message>
    <message>
      <location filename="../review/map_tools.py" />
      <source>Click the polygon that belongs to this one.</source>
      <translation>Cliquez sur le polygone qui va avec celui-ci.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Cloud</source>
      <translation>Nuage</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Cloud shadow</source>
      <translation>Ombre de nuage</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../gui/options_group.py" />
      <location filename="../processing/algorithms/stack.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Clouds</source>
      <translation>Nuages</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Clouds in the whole scene, as its catalogue says</source>
      <translation>Nuages dans toute la scène, selon son catalogue</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Com&amp;pare</source>
      <translation>Com&amp;parer</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Combine bands, slope and elevation</source>
      <translation>Combiner bandes, pente et altitude</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Combined raster</source>
      <translation>Raster combiné</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Compactness (circle = 1)</source>
      <translation>Compacité (cercle = 1)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Compare inventories</source>
      <translation>Comparer des inventaires</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Compares an inventory with a reference: which landslides are true, false and missed, and the scores.</source>
      <translation>Compare un inventaire à une référence : quels glissements sont vrais, faux ou manqués, et les scores.</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing pixels that look alike</source>
      <translation>Comparaison des pixels semblables</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing with the reference</source>
      <translation>Comparaison avec la référence</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing with the scene before</source>
      <translation>Comparaison avec la scène avant</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing with the slopes</source>
      <translation>Comparaison avec les pentes</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Comparison</source>
      <translation>Comparaison</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Complete from (square metres)</source>
      <translation>Complet à partir de (mètres carrés)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <source>Confidence</source>
      <translation>Confiance</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Confident ({low} to {high} %)</source>
      <translation>Bonne ({low} à {high} %)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Convert inventory</source>
      <translation>Convertir un inventaire</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Converted inventory</source>
      <translation>Inventaire converti</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Copied. Paste it into your message.</source>
      <translation>Copié. Collez-le dans votre message.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Copy d&amp;iagnostics</source>
      <translation>&amp;Copier le diagnostic</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Counts and measures the roads, buildings and other assets that landslides hit, and those below them.</source>
      <translation>Compte et mesure les routes, bâtiments et autres enjeux touchés par des glissements, et ceux situés à l’aval.</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Covers</source>
      <translation>Couvre</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Crown (highest point)</source>
      <translation>Couronne (point le plus haut)</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <location filename="../processing/loading.py" />
      <location filename="../processing/parts.py" />
      <source>Crown and toe points</source>
      <translation>Points de couronne et de pied</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Cut off at an edge</source>
      <translation>Tronqué par un bord</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Cut off by the edge of what could be seen: it may be larger.</source>
      <translation>Tronqué par le bord de la partie visible : il peut être plus grand.</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../gui/event_group.py" />
      <location filename="../gui/history_dialog.py" />
      <source>Date</source>
      <translation>Date</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Date of the event</source>
      <translation>Date de l’événement</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Day of the e&amp;vent</source>
      <translation>Jour de l’é&amp;vénement</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Day when the scene was taken</source>
      <translation>Jour de prise de vue de la scène</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Days after the event</source>
      <translation>Jours après l’événement</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Days before the event</source>
      <translation>Jours avant l’événement</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Debris avalanche</source>
      <translation>Avalanche de débris</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Debris flood</source>
      <translation>Crue de débris</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Debris flow</source>
      <translation>Lave torrentielle</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Decimetres</source>
      <translation>Décimètres</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Describe {name}</source>
      <translation>Décrire {name}</translation>
    </message>
    <message>
      <location filename="../gui/layer_menu.py" />
      <source>Detect again with the settings of this layer…</source>
      <translation>Détecter de nouveau avec les réglages de cette couche…</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <location filename="../plugin.py" />
      <location filename="../processing/algorithms/detect.py" />
      <source>Detect landslides</source>
      <translation>Détecter les glissements</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Detect landslides in many scenes</source>
      <translation>Détecter les glissements dans de nombreuses scènes</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Detecting landslides</source>
      <translation>Détection des glissements</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <location filename="../processing/base.py" />
      <source>Detection</source>
      <translation>Détection</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Distance downstream (metres)</source>
      <translation>Distance vers l’aval (mètres)</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Done in {time}. You can detect landslides now.</source>
      <translation>Terminé en {time}. Vous pouvez maintenant détecter les glissements de terrain.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Dormant: could move again</source>
      <translation>Latent : pourrait être réactivé</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Doubtful for the model: point here to read why</source>
      <translation>Douteux pour le modèle : pointez ici pour lire pourquoi</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Downloaded product (.zip, or the MTD_MSIL1C.xml or MTD_MSIL2A.xml in an unpacked one), a raster with several bands, one raster per band (layers or files, each named after its band, like B02), or a STAC item (.json). Scripts and models may also give a folder.</source>
      <translation>Produit téléchargé (.zip, ou le MTD_MSIL1C.xml ou MTD_MSIL2A.xml d’un produit décompressé), raster multibande, un raster par bande (couches ou fichiers nommés d’après leur bande, comme B02) ou item STAC (.json). Les scripts et les modèles peuvent aussi donner un dossier.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Downloaded products (.zip), the MTD_MSIL1C.xml or MTD_MSIL2A.xml in unpacked products, rasters with several bands, or STAC items (.json).</source>
      <translation>Produits téléchargés (.zip), MTD_MSIL1C.xml ou MTD_MSIL2A.xml de produits décompressés, rasters multibandes, ou items STAC (.json).</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Downloaded: {size} in {folder}</source>
      <translation>Téléchargé : {size} dans {folder}</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Downloading</source>
      <translation>Téléchargement</translation>
    </message>
    <message>
      <location filename="../backend/pip.py" />
      <source>Downloading packages</source>
      <translation>Téléchargement des paquets</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Downloading scenes</source>
      <translation>Téléchargement des scènes</translation>
    </message>
    <message>
      <location filename="../backend/pip.py" />
      <source>Downloading {name} ({size})</source>
      <translation>Téléchargement de {name} ({size})</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Drag a rectangle on the map.</source>
      <translation>Tracez un rectangle sur la carte.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Drag over the map to uncover the picture before.</source>
      <translation>Faites glisser sur la carte pour découvrir l’image avant.</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>Drag over the map to uncover the scene before; Esc ends.</source>
      <translation>Faites glisser sur la carte pour découvrir la scène avant ; Échap pour terminer.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Draw a line that cuts the polygon in two.</source>
      <translation>Tracer une ligne qui coupe le polygone en deux.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Draw a rectangle on the map, or choose another area.</source>
      <translation>Dessinez un rectangle sur la carte ou choisissez une autre zone.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Draw a rectangle or a polygon on the map, or choose another area.</source>
      <translation>Dessinez un rectangle ou un polygone sur la carte, ou choisissez une autre zone.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Draw on the map</source>
      <translation>Dessiner sur la carte</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Draw the outline anew on the map.</source>
      <translation>Redessiner le contour sur la carte.</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Drawing outlines</source>
      <translation>Tracé des contours</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Drawing outlines…</source>
      <translation>Tracé des contours…</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Drawing the map</source>
      <translation>Dessin de la carte</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Drawn by hand</source>
      <translation>Dessiné à la main</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Dry sand, silt or debris flow</source>
      <translation>Écoulement sec de sable, limon ou débris</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Earlier inventory or ledger</source>
      <translation>Inventaire antérieur ou registre</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>Earlier runs</source>
      <translation>Historique des calculs</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Earlier runs…</source>
      <translation>Historique…</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Earthflow</source>
      <translation>Coulée de terre</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Earthquake</source>
      <translation>Séisme</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Ele&amp;vation</source>
      <translation>Al&amp;titude</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <location filename="../layers/columns.py" />
      <location filename="../processing/algorithms/exposure.py" />
      <location filename="../processing/algorithms/split.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Elevation (DEM)</source>
      <translation>Altitude (MNT)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Elevation (m)</source>
      <translation>Altitude (m)</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Elevation covers {share} %</source>
      <translation>Le MNT couvre {share} %</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <source>Elevation rasters</source>
      <translation>Rasters d’altitude</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Empty: from the internet</source>
      <translation>Vide : depuis Internet</translation>
    </message>
    <message>
      <location filename="../review/details.py" />
      <source>Enter keeps, Esc gives up</source>
      <translation>Entrée pour garder, Échap pour abandonner</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Enter or right click: add it. D: draw by hand. Esc: drop it.</source>
      <translation>Entrée ou clic droit : l’ajouter. D : dessiner à la main. Échap : l’abandonner.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Erosion by river or waves</source>
      <translation>Érosion fluviale ou par les vagues</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../layers/columns.py" />
      <source>Event</source>
      <translation>Événement</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>Event (optional)</source>
      <translation>Événement (facultatif)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Event: date</source>
      <translation>Événement : date</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Event: name</source>
      <translation>Événement : nom</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Event: trigger</source>
      <translation>Événement : déclencheur</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Exponent of the power law</source>
      <translation>Exposant de la loi de puissance</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Exposure</source>
      <translation>Enjeux exposés</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Exposure of assets</source>
      <translation>Exposition des enjeux</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>F1 of pixels</source>
      <translation>F1 des pixels</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>F1 of polygons that match</source>
      <translation>F1 des polygones qui correspondent</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>F1 of the decisions before</source>
      <translation>F1 des décisions avant l’ajustement</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>F1 of the decisions by the tuned model</source>
      <translation>F1 des décisions avec le modèle ajusté</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Faces (° from north)</source>
      <translation>Exposition (° depuis le nord)</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>False colour</source>
      <translation>Fausses couleurs</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>False colour: bare ground is magenta, vegetation green. NDVI: bare ground is brown, vegetation green.</source>
      <translation>Fausses couleurs : sol nu en magenta, végétation en vert. NDVI : sol nu en brun, végétation en vert.</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Feet</source>
      <translation>Pieds</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Field</source>
      <translation>Champ cultivé</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../gui/terrain_group.py" />
      <source>File</source>
      <translation>Fichier</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Files as for the scene; several are several dates. It gives each landslide its earliest date, and new landslides are told from ground that was bare already.</source>
      <translation>Fichiers comme pour la scène ; plusieurs fichiers sont plusieurs dates. Elle donne à chaque glissement sa date au plus tôt et distingue les nouveaux glissements des sols déjà nus.</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <location filename="../gui/path_list.py" />
      <source>File…</source>
      <translation>Fichier…</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Fill holes up to</source>
      <translation>Combler les trous jusqu’à</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Fill holes up to (square metres)</source>
      <translation>Combler les trous jusqu’à (mètres carrés)</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Fills the panel “Detect landslides”: scene, scene before, elevation.</source>
      <translation>Remplit le panneau « Détecter les glissements » : scène, scène avant, altitude.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <location filename="../plugin.py" />
      <source>Find scenes</source>
      <translation>Rechercher des scènes</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Find them (automatic)</source>
      <translation>Détection automatique</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Find them by colour</source>
      <translation>Détection par couleur</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Find them with a network</source>
      <translation>Détection par réseau de neurones</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Fits a model to polygons that were accepted, drawn and rejected in a scene.</source>
      <translation>Ajuste un modèle aux polygones acceptés, dessinés et rejetés dans une scène.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Fits the area-frequency distribution of landslides: tail, roll-over, magnitude, completeness.</source>
      <translation>Ajuste la distribution surface-fréquence des glissements : queue, rollover, magnitude, complétude.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Fits the model to what was accepted, added and rejected. Needs decisions of both kinds.</source>
      <translation>Ajuste le modèle à ce qui a été accepté, ajouté et rejeté. Requiert des décisions des deux sortes.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Flicker</source>
      <translation>Alterner</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Flips and rotations (eight times as long)</source>
      <translation>Symétries et rotations (huit fois plus long)</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Fo&amp;lder</source>
      <translation>D&amp;ossier</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Folder for the results</source>
      <translation>Dossier des résultats</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <location filename="../gui/path_list.py" />
      <source>Folder…</source>
      <translation>Dossier…</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Follow run-outs</source>
      <translation>Suivre la propagation</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Following the run-outs</source>
      <translation>Suivi de la propagation</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>For a computer without internet: a folder with all packages (wheels).</source>
      <translation>Pour un ordinateur sans Internet : un dossier avec tous les paquets (wheel).</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>For example Copernicus_DEM_30m.tif</source>
      <translation>Par exemple Copernicus_DEM_30m.tif</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>For example Puthumala 2019</source>
      <translation>Par exemple Puthumala 2019</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>For the form choose one scene after the event; to download, choose as many as you want.</source>
      <translation>Pour le formulaire, choisissez une seule scène après l’événement ; pour télécharger, autant que vous voulez.</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>For: Sentinel-2 {levels}</source>
      <translation>Pour : Sentinel-2 {levels}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Format</source>
      <translation>Format</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Found beside the scene.</source>
      <translation>Trouvé à côté de la scène.</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Found beside the scene:</source>
      <translation>Trouvé à côté de la scène :</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>From the polygon to the list, or back.</source>
      <translation>Du polygone à la liste, ou retour.</translation>
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
      <translation>Continuer si le MNT ne couvre pas la scène</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/wording.py" />
      <source>Go on with what is in the folder</source>
      <translation>Continuer avec ce que contient le dossier</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Go to the next polygon without deciding.</source>
      <translation>Aller au polygone suivant sans décider.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Go to the polygon before.</source>
      <translation>Aller au polygone précédent.</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Graphics card</source>
      <translation>Carte graphique</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Gravel, sand or debris slide</source>
      <translation>Glissement de gravier, sable ou débris</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Gravel, sand or silt topple</source>
      <translation>Basculement de gravier, sable ou limon</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Greatest distance of a point from a polygon (metres)</source>
      <translation>Distance maximale d’un point à un polygone (mètres)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Grow landslides along their run-out</source>
      <translation>Étendre les glissements le long de leur zone de propagation</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Grown along the run-out (m²)</source>
      <translation>Ajouté le long de la propagation (m²)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Happened after</source>
      <translation>Survenu après</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Happened before</source>
      <translation>Survenu avant</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Heading</source>
      <translation>Titre</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Height difference</source>
      <translation>Dénivelé</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Height difference (m)</source>
      <translation>Dénivelé (m)</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Help</source>
      <translation>Aide</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Hide</source>
      <translation>Masquer</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Hide all outlines; the same key shows them again.</source>
      <translation>Masquer tous les contours ; la même touche les réaffiche.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>High ({low} % and more)</source>
      <translation>Élevée ({low} % et plus)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Highest elevation (m)</source>
      <translation>Altitude maximale (m)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Highest probability (0 to 1)</source>
      <translation>Probabilité maximale (0 à 1)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Holes in landslides that were not observed stay. 0 fills none.</source>
      <translation>Les trous non observés dans les glissements restent. 0 n’en comble aucun.</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Holes in landslides up to this area; those that were not observed stay.</source>
      <translation>Trous dans les glissements jusqu’à cette surface ; ceux qui n’ont pas été observés restent.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>How clouds are found: by the classes that came with the scene, by the network ukis-csmask if it is installed, or by a built-in spectral test. Automatic takes the first that is there.</source>
      <translation>Comment les nuages sont trouvés : par les classes fournies avec la scène, par le réseau ukis-csmask s’il est installé, ou par un test spectral intégré. Automatique prend le premier disponible.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Human activity</source>
      <translation>Activité humaine</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Identifier that never changes</source>
      <translation>Identifiant qui ne change jamais</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Identifiers of the polygons that became one</source>
      <translation>Identifiants des polygones réunis en un seul</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>In its test, {precision} % of the mapped area was landslide, and {recall} % of the landslide area was mapped.</source>
      <translation>Lors de son test, {precision} % de la surface cartographiée étaient des glissements, et {recall} % de la surface des glissements ont été cartographiés.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>In place of polygons. Empty: the whole scene.</source>
      <translation>À la place de polygones. Vide : toute la scène.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>In the place of those of the training data, without training: for scenes that look unlike them. The default model compares with the scene itself already.</source>
      <translation>À la place de celles des données d’entraînement, sans entraînement : pour les scènes qui ne leur ressemblent pas. Le modèle par défaut compare déjà avec la scène elle-même.</translation>
    </message>
    <message>
      <location filename="../backend/pip.py" />
      <source>Installing</source>
      <translation>Installation</translation>
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
      <translation>Inventaires</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Inventories (GeoPackage)</source>
      <translation>Inventaires (GeoPackage)</translation>
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
      <translation>Inventaire</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Inventory (GeoPackage)</source>
      <translation>Inventaire (GeoPackage)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Inventory (polygons)</source>
      <translation>Inventaire (polygones)</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>It is a landslide: accept it and go to the next.</source>
      <translation>C’est un glissement : l’accepter et passer au suivant.</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>It is in the project already.</source>
      <translation>Il est déjà dans le projet.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>It is none: reject it and go to the next.</source>
      <translation>Ce n’en est pas un : le rejeter et passer au suivant.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>It works and is used from now on.</source>
      <translation>Il fonctionne et sera désormais utilisé.</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Keep clouds</source>
      <translation>Garder les nuages</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Keep them in, or cut them out.</source>
      <translation>Les garder ou les retirer.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Keys</source>
      <translation>Touches</translation>
    </message>
    <message>
      <location filename="../review/key_sheet.py" />
      <source>Keys of the review</source>
      <translation>Touches de la vérification</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>L&amp;og</source>
      <translation>&amp;Journal</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>L1C: top of atmosphere</source>
      <translation>L1C : sommet de l’atmosphère</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>L2A: surface reflectance</source>
      <translation>L2A : réflectance de surface</translation>
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
      <translation>Glissement</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <source>Landslide probability</source>
      <translation>Probabilité de glissement</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Landslide report</source>
      <translation>Rapport sur les glissements</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Landslide size statistics</source>
      <translation>Statistiques de taille des glissements</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Landslide-event magnitude by number</source>
      <translation>Magnitude de l’événement d’après le nombre</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Landslide-event magnitude by the tail</source>
      <translation>Magnitude de l’événement d’après la queue</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../layers/result.py" />
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/loading.py" />
      <source>Landslides</source>
      <translation>Glissements de terrain</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <location filename="../processing/provider.py" />
      <source>Landslides (L4S)</source>
      <translation>Glissements de terrain (L4S)</translation>
    </message>
    <message>
      <location filename="../processing/provider.py" />
      <source>Landslides (L4S): inventories from Sentinel-2</source>
      <translation>Glissements de terrain (L4S) : inventaires depuis Sentinel-2</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Landslides of the new inventory that match reviewed ones keep identifier, review, notes and type.</source>
      <translation>Les glissements du nouvel inventaire qui correspondent à des glissements vérifiés gardent identifiant, vérification, notes et type.</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Landslides that match reviewed ones keep identifier, review, notes and type; what was drawn by hand stays. A copy of the file is kept, with ~ at the end of its name.</source>
      <translation>Les glissements qui correspondent à des glissements vérifiés gardent identifiant, vérification, notes et type ; ce qui a été dessiné à la main reste. Une copie du fichier est gardée, avec ~ à la fin de son nom.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../gui/path_list.py" />
      <location filename="../gui/scene_group.py" />
      <location filename="../gui/terrain_group.py" />
      <source>Layer of this project</source>
      <translation>Couche de ce projet</translation>
    </message>
    <message>
      <location filename="../gui/band_table.py" />
      <source>Layer or band</source>
      <translation>Couche ou bande</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Layer with polygons</source>
      <translation>Couche de polygones</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Layer, or file in a zip</source>
      <translation>Couche, ou fichier dans un zip</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Layers and reviewer</source>
      <translation>Couches et relecteur</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Least difference in height (metres)</source>
      <translation>Différence de hauteur minimale (mètres)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Least overlap of a match (intersection over union, 0 to 1)</source>
      <translation>Recouvrement minimal d’une correspondance (intersection sur union, 0 à 1)</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Leave out open water</source>
      <translation>Exclure l’eau libre</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Ledger</source>
      <translation>Registre</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Left out where less than a quarter is at least this steep. 0 keeps everything. Needs elevation.</source>
      <translation>Exclu si moins d’un quart atteint cette pente. 0 conserve tout. Requiert un MNT.</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Length divided by width</source>
      <translation>Longueur / largeur</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Length downslope (m)</source>
      <translation>Longueur selon la pente (m)</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Length, width</source>
      <translation>Longueur, largeur</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../gui/scene_details.py" />
      <source>Level</source>
      <translation>Niveau</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <location filename="../processing/choices.py" />
      <source>Level-1C (top of atmosphere)</source>
      <translation>Level-1C (sommet de l’atmosphère)</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <location filename="../processing/choices.py" />
      <source>Level-2A (surface)</source>
      <translation>Level-2A (surface)</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Licence: {licence}</source>
      <translation>Licence : {licence}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Likely ({low} to {high} %)</source>
      <translation>Vraisemblable ({low} à {high} %)</translation>
    </message>
    <message>
      <location filename="../pictures/linked.py" />
      <location filename="../plugin.py" />
      <source>Linked map</source>
      <translation>Carte liée</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <location filename="../review/work_page.py" />
      <source>List</source>
      <translation>Liste</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Load the merged inventory</source>
      <translation>Charger l’inventaire réuni</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>Log</source>
      <translation>Journal</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Looking for clouds</source>
      <translation>Recherche des nuages</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Looking for landslides</source>
      <translation>Recherche des glissements</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <location filename="../gui/detect_dock.py" />
      <source>Looking for the calculation part of l4s…</source>
      <translation>Recherche du module de calcul de l4s…</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Looking for the outline…</source>
      <translation>Recherche du contour…</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Lower threshold</source>
      <translation>Seuil inférieur</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Lower threshold beside landslides (probability, 0 to 1)</source>
      <translation>Seuil inférieur au contact des glissements (probabilité, 0 à 1)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>Lower threshold, holes and CRF are as in the run.</source>
      <translation>Le seuil inférieur, les trous et le CRF sont ceux du calcul.</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Lowest elevation (m)</source>
      <translation>Altitude minimale (m)</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Ma&amp;ximum clouds</source>
      <translation>Nuages ma&amp;ximum</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Make the environment anew</source>
      <translation>Recréer l’environnement</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Makes one inventory of those of several scenes; a landslide that several show becomes one polygon.</source>
      <translation>Réunit en un seul les inventaires de plusieurs scènes ; un glissement visible dans plusieurs devient un polygone.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Makes the inventory from a probability raster, with another threshold or other rules.</source>
      <translation>Crée l’inventaire à partir d’un raster de probabilité, avec un autre seuil ou d’autres règles.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>Making the environment</source>
      <translation>Création de l’environnement</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>Making the pictures of the scene…</source>
      <translation>Préparation des images de la scène…</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>Map</source>
      <translation>Carte</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Map it even if the model does not suit</source>
      <translation>Cartographier même si le modèle ne convient pas</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Map new landslides only</source>
      <translation>Ne cartographier que les nouveaux glissements</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Mapping the scenes</source>
      <translation>Cartographie des scènes</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Maps a small real scene that comes with the plugin: Puthumala, India, 2019.</source>
      <translation>Cartographie une petite scène réelle fournie avec l’extension : Puthumala, Inde, 2019.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Maps many Sentinel-2 scenes and merges their inventories; goes on where it was stopped.</source>
      <translation>Cartographie de nombreuses scènes Sentinel-2 et réunit leurs inventaires ; reprend là où le calcul s’est arrêté.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>Maps the landslides in a Sentinel-2 scene as polygons with attributes.</source>
      <translation>Cartographie les glissements de terrain d’une scène Sentinel-2 en polygones avec attributs.</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Mask</source>
      <translation>Masque</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>May be several landslides drawn as one.</source>
      <translation>Peut-être plusieurs glissements dessinés comme un seul.</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Mean probability (0 to 1)</source>
      <translation>Probabilité moyenne (0 à 1)</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>Mean probability at least</source>
      <translation>Probabilité moyenne d’au moins</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Mean slope</source>
      <translation>Pente moyenne</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Mean slope (°)</source>
      <translation>Pente moyenne (°)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Mean uncertainty (0 to 1)</source>
      <translation>Incertitude moyenne (0 à 1)</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Measure again</source>
      <translation>Mesurer de nouveau</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Measures</source>
      <translation>Mesures</translation>
    </message>
    <message>
      <location filename="../review/measuring.py" />
      <source>Measuring landslides</source>
      <translation>Mesure des glissements</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Measuring the brightness</source>
      <translation>Mesure de la luminosité</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Measuring the landslides</source>
      <translation>Mesure des glissements</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Measuring…</source>
      <translation>Mesure…</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Members of an ensemble</source>
      <translation>Membres d’un ensemble de modèles</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Merge</source>
      <translation>Fusionner</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Merge into {name}</source>
      <translation>Fusionner dans {name}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Merge inventories</source>
      <translation>Réunir des inventaires</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/merge.py" />
      <source>Merged inventory</source>
      <translation>Inventaire réuni</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Merging the inventories</source>
      <translation>Fusion des inventaires</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Metres</source>
      <translation>Mètres</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Minimum &amp;area</source>
      <translation>Surface m&amp;inimale</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Minimum &amp;slope</source>
      <translation>Pe&amp;nte minimale</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Minimum area (square metres)</source>
      <translation>Surface minimale (mètres carrés)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Minimum area of a part (square metres)</source>
      <translation>Surface minimale d’une partie (mètres carrés)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Minimum mapping unit (square metres)</source>
      <translation>Unité cartographique minimale (mètres carrés)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Minimum mapping unit: smaller patches are dropped. 1,000 m² are ten pixels of 10 m.</source>
      <translation>Unité cartographique minimale : les taches plus petites sont supprimées. 1 000 m² correspondent à dix pixels de 10 m.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Minimum slope (degrees)</source>
      <translation>Pente minimale (degrés)</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../gui/model_group.py" />
      <location filename="../layers/columns.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Model</source>
      <translation>Modèle</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Model: file</source>
      <translation>Modèle : fichier</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <source>Models</source>
      <translation>Modèles</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Models (*.onnx *.safetensors *.yaml);;All files (*)</source>
      <translation>Modèles (*.onnx *.safetensors *.yaml);;Tous les fichiers (*)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <location filename="../review/tuning.py" />
      <source>Models (*.onnx)</source>
      <translation>Modèles (*.onnx)</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Mountain slope deformation</source>
      <translation>Déformation de versant montagneux</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Move the scene before to fit</source>
      <translation>Caler la scène avant</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Moves it to where it shows the same ground; automatic does so from 0.3 pixels on.</source>
      <translation>La déplace là où elle montre le même terrain ; en automatique, à partir de 0,3 pixel.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Mud flow</source>
      <translation>Coulée de boue</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>NDVI</source>
      <translation>NDVI</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>Name</source>
      <translation>Nom</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Name: {name}</source>
      <translation>Nom : {name}</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Neither probability nor scene of this result is found. D: draw the landslide by hand. Esc: end.</source>
      <translation>Ni la probabilité ni la scène de ce résultat ne sont trouvées. D : dessiner le glissement à la main. Échap : terminer.</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Network ukis-csmask</source>
      <translation>Réseau ukis-csmask</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Never</source>
      <translation>Jamais</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Never: its date alone</source>
      <translation>Jamais : sa date seulement</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>New inventory</source>
      <translation>Nouvel inventaire</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Newer inventory</source>
      <translation>Inventaire plus récent</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Next</source>
      <translation>Suivant</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../processing/choices.py" />
      <source>No</source>
      <translation>Non</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>No Python 3.10 or newer was found. Install Python 3.12 from python.org, then try again.</source>
      <translation>Aucun Python 3.10 ou plus récent n’a été trouvé. Installez Python 3.12 depuis python.org, puis réessayez.</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>No Python 3.10 or newer was found. Install the packages python3 and python3-venv, then try again.</source>
      <translation>Aucun Python 3.10 ou plus récent n’a été trouvé. Installez les paquets python3 et python3-venv, puis réessayez.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>No answer within {seconds} seconds.</source>
      <translation>Pas de réponse en {seconds} secondes.</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>No elevation</source>
      <translation>Sans MNT</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/detect.py" />
      <source>No elevation was given: flat ground is not ruled out, and heights and slopes stay empty.</source>
      <translation>Aucun MNT indiqué : les terrains plats ne sont pas écartés, et les altitudes et pentes restent vides.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>No image data</source>
      <translation>Pas de données d’image</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>No landslide on the map at this threshold.</source>
      <translation>Aucun glissement sur la carte à ce seuil.</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>No landslide that nobody has reviewed is as probable as this.</source>
      <translation>Aucun glissement non vérifié n’atteint cette probabilité.</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>No landslides found</source>
      <translation>Aucun glissement trouvé</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>No polygon yet.</source>
      <translation>Pas encore de polygone.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>No rectangle yet.</source>
      <translation>Pas encore de rectangle.</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>No run has ended yet, and the project has no inventory.</source>
      <translation>Aucun calcul n’est encore terminé, et le projet n’a pas d’inventaire.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>No scene could be mapped. {why}</source>
      <translation>Aucune scène n’a pu être cartographiée. {why}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>No terrain data</source>
      <translation>Pas de données de terrain</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>None</source>
      <translation>Aucune</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>None (Settings &gt; Options &gt; Network of QGIS)</source>
      <translation>Aucun (Préférences &gt; Options &gt; Réseau de QGIS)</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>None: look at every pixel</source>
      <translation>Aucune : examiner tous les pixels</translation>
    </message>
    <message>
      <location filename="../review/measuring.py" />
      <source>Not all outlines could be measured.</source>
      <translation>Tous les contours n’ont pas pu être mesurés.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Not compared</source>
      <translation>Non comparé</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Not decided by me</source>
      <translation>Non décidés par moi</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Not known</source>
      <translation>Inconnu</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <location filename="../processing/loading.py" />
      <location filename="../processing/parts.py" />
      <source>Not observed</source>
      <translation>Non observé</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Not observed before the event</source>
      <translation>Non observé avant l’événement</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>Not reviewed by anybody and will be accepted: {count} ({area} ha). One undo takes it back.</source>
      <translation>Non vérifiés par personne, à accepter : {count} ({area} ha). Une seule annulation suffit pour revenir en arrière.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../review/polygon_list.py" />
      <source>Not reviewed yet</source>
      <translation>Pas encore vérifié</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <location filename="../review/actions.py" />
      <location filename="../review/details.py" />
      <source>Notes</source>
      <translation>Notes</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Nothing can be saved in {folder}: {reason}. Choose another folder.</source>
      <translation>Impossible d’enregistrer dans {folder} : {reason}. Choisissez un autre dossier.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Nothing is selected in the layer “{name}”.</source>
      <translation>Aucune entité n’est sélectionnée dans la couche « {name} ».</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Number of assets below</source>
      <translation>Nombre d’enjeux situés à l’aval</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Number of assets hit</source>
      <translation>Nombre d’enjeux touchés</translation>
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
      <translation>Nombre de glissements</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Number of landslides found in several scenes</source>
      <translation>Nombre de glissements trouvés dans plusieurs scènes</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Number of landslides that hit something</source>
      <translation>Nombre de glissements qui touchent quelque chose</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Number of landslides that were split</source>
      <translation>Nombre de glissements divisés</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Number of new landslides</source>
      <translation>Nombre de nouveaux glissements</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Number of parts</source>
      <translation>Nombre de parties</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Number of points</source>
      <translation>Nombre de points</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Number of reactivated landslides</source>
      <translation>Nombre de glissements réactivés</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Number of revegetated landslides</source>
      <translation>Nombre de glissements revégétalisés</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Number of scenes that failed</source>
      <translation>Nombre de scènes en échec</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <source>Of the run: {name}</source>
      <translation>Du calcul : {name}</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Off</source>
      <translation>Désactivé</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>Offset</source>
      <translation>Décalage</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>On the map now: {picture}</source>
      <translation>Sur la carte : {picture}</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>On the map: {count} landslides, {area} ha.</source>
      <translation>Sur la carte : {count} glissements, {area} ha.</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>One of the list, or the address of another STAC API (https://…).</source>
      <translation>L’un de la liste, ou l’adresse d’une autre API STAC (https://…).</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Only how landslides are drawn; the polygons keep the outline of the pixels.</source>
      <translation>Change seulement l’affichage des glissements ; les polygones gardent le contour des pixels.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Only if the files do not say it: L1C is top of atmosphere, L2A is surface reflectance.</source>
      <translation>Seulement si les fichiers ne l’indiquent pas : L1C est la réflectance au sommet de l’atmosphère, L2A celle de la surface.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Only if the raster does not name them.</source>
      <translation>Seulement si le raster ne les nomme pas.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Only landslides that are new since then are mapped; its date says after when they happened.</source>
      <translation>Seuls les glissements survenus depuis sont cartographiés ; sa date indique après quand ils ont eu lieu.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/detect.py" />
      <source>Only what lies in these polygons is mapped. Empty: the whole scene.</source>
      <translation>Seul ce qui se trouve dans ces polygones est cartographié. Vide : toute la scène.</translation>
    </message>
    <message>
      <location filename="../processing/connect.py" />
      <source>Open Plugins &gt; Landslides (L4S) &gt; Set up l4s; where there is no desktop, name a Python that has l4s in the environment variable {name}.</source>
      <translation>Ouvrez Extensions &gt; Glissements de terrain (L4S) &gt; Installer l4s ; sans interface graphique, indiquez un Python contenant l4s dans la variable d’environnement {name}.</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Opening the scene</source>
      <translation>Ouverture de la scène</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Options</source>
      <translation>Options</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Order of the bands</source>
      <translation>Ordre des bandes</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Order of the bands of a raster with several</source>
      <translation>Ordre des bandes d’un raster multibande</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Origin</source>
      <translation>Origine</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Ot&amp;her Python</source>
      <translation>Au&amp;tre Python</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Other reason</source>
      <translation>Autre raison</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Outline {step} of {steps}, {hectares} ha. + and -, or Ctrl and wheel: looser, tighter. </source>
      <translation>Contour {step} sur {steps}, {hectares} ha. + et -, ou Ctrl et molette : plus large, plus serré. </translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Outlines are hidden; H shows them again.</source>
      <translation>Les contours sont masqués ; H les réaffiche.</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Outlines follow the pixels; a tolerance of 10 m takes their steps away.</source>
      <translation>Les contours suivent les pixels ; une tolérance de 10 m efface l’effet d’escalier.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Outlining a landslide</source>
      <translation>Tracé du contour d’un glissement</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Outside the area asked for</source>
      <translation>Hors de la zone demandée</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../processing/parameters.py" />
      <source>Over bare ground below them that is connected and looks alike. Needs elevation.</source>
      <translation>Sur le sol nu en contrebas qui leur est relié et leur ressemble. Requiert un MNT.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Over bare ground below them that looks alike. Needs elevation and the scene of the run.</source>
      <translation>Sur le sol nu en contrebas qui leur ressemble. Requiert un MNT et la scène du calcul.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/choices.py" />
      <source>Overview picture</source>
      <translation>Image d’aperçu</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/scene_details.py" />
      <source>Own value</source>
      <translation>Autre valeur</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>PNG files (*.png)</source>
      <translation>Fichiers PNG (*.png)</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Packages &amp;from folder</source>
      <translation>Paquets &amp;d’un dossier</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Part of a name, type, reviewer, reason or note; or an expression of QGIS: area_m2 &gt; 5000</source>
      <translation>Partie d’un nom, type, relecteur, motif ou note ; ou une expression QGIS : area_m2 &gt; 5000</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Passes with dropout (ten times as long)</source>
      <translation>Passages avec dropout (dix fois plus long)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Patches of which less than a quarter is at least this steep are dropped; 0 switches this off. Needs an elevation model.</source>
      <translation>Les taches dont moins d’un quart atteint cette pente sont supprimées ; 0 désactive ce critère. Requiert un MNT.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Peat flow</source>
      <translation>Coulée de tourbe</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Perhaps several in one</source>
      <translation>Peut-être plusieurs en un</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Perimeter (m)</source>
      <translation>Périmètre (m)</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Period</source>
      <translation>Jours</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Picture &amp;before</source>
      <translation>&amp;Image avant</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Picture a&amp;fter</source>
      <translation>I&amp;mage après</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>Pictures cannot be kept in {folder}: {reason}</source>
      <translation>Impossible de conserver les images dans {folder} : {reason}</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>Pictures of the scene</source>
      <translation>Images de la scène</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Pixel (metres)</source>
      <translation>Pixel (mètres)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Pixel size (metres)</source>
      <translation>Taille de pixel (mètres)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Pixels at or above it are landslide. Not set: the threshold that suits the model best.</source>
      <translation>Les pixels à partir de ce seuil sont des glissements. Non défini : le seuil le mieux adapté au modèle.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Pixels from it on belong to a landslide that they touch. Not set: the threshold alone counts.</source>
      <translation>Les pixels à partir de cette valeur appartiennent au glissement qu’ils touchent. Non défini : seul le seuil compte.</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Pixels that look alike agree (CRF)</source>
      <translation>Accorder les pixels semblables (CRF)</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Places from this probability on belong to a landslide that they touch.</source>
      <translation>Les endroits à partir de cette probabilité appartiennent au glissement qu’ils touchent.</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Places with at least this probability are mapped as landslides.</source>
      <translation>Les endroits atteignant cette probabilité sont cartographiés comme glissements de terrain.</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Places without elevation are shown as “not observed”.</source>
      <translation>Les endroits sans altitude sont indiqués comme « non observé ».</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Point</source>
      <translation>Point</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Points of the reference</source>
      <translation>Points de la référence</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>Polygon</source>
      <translation>Polygone</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Polygons that may be several landslides</source>
      <translation>Polygones pouvant réunir plusieurs glissements</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Possible (below {high} %)</source>
      <translation>Possible (moins de {high} %)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Precision of polygons that match</source>
      <translation>Précision des polygones qui correspondent</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Preparing the bands</source>
      <translation>Préparation des bandes</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>Preview</source>
      <translation>Aperçu</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Preview of a threshold</source>
      <translation>Aperçu d’un seuil</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>Preview: threshold {percent} %</source>
      <translation>Aperçu : seuil {percent} %</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Pro&amp;bability</source>
      <translation>Pro&amp;babilité</translation>
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
      <translation>Probabilité</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Probability: {mean} % on average, up to {top} %</source>
      <translation>Probabilité : {mean} % en moyenne, jusqu’à {top} %</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Probable ({low} to {high} %)</source>
      <translation>Probable ({low} à {high} %)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Processing level</source>
      <translation>Niveau de traitement</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Processing level of the scene before</source>
      <translation>Niveau de traitement de la scène avant</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Processor</source>
      <translation>Processeur</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../gui/scene_group.py" />
      <source>Product: file or folder</source>
      <translation>Produit : fichier ou dossier</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Progress</source>
      <translation>Progression</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Proxy</source>
      <translation>Proxy</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Python or environment with l4s in it</source>
      <translation>Python ou environnement contenant l4s</translation>
    </message>
    <message>
      <location filename="../find/accounts.py" />
      <source>QGIS cannot use the chosen account. Check it in Settings &gt; Options &gt; Authentication.</source>
      <translation>QGIS ne peut pas utiliser le compte choisi. Vérifiez-le dans Préférences &gt; Options &gt; Authentification.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Quarry or mine</source>
      <translation>Carrière ou mine</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rainfall</source>
      <translation>Pluie</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Re&amp;move…</source>
      <translation>&amp;Supprimer…</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Re&amp;viewer</source>
      <translation>&amp;Vérifié par</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Reactivated: moving again</source>
      <translation>Réactivé : de nouveau en mouvement</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Reading the probability</source>
      <translation>Lecture de la probabilité</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>Ready</source>
      <translation>Prêt</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Recall of polygons that match, or of points</source>
      <translation>Rappel des polygones qui correspondent, ou des points</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <location filename="../processing/wording.py" />
      <source>Rectangle</source>
      <translation>Rectangle</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Red, green and blue (B4, B3, B2) are enough.</source>
      <translation>Rouge, vert et bleu (B4, B3, B2) suffisent.</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Red, green and blue (B4, B3, B2) are enough; near infrared (B8) makes the result surer.</source>
      <translation>Rouge, vert et bleu (B4, B3, B2) suffisent ; le proche infrarouge (B8) rend le résultat plus sûr.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Redraw</source>
      <translation>Redessiner</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Redraw {name}</source>
      <translation>Redessiner {name}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <location filename="../processing/algorithms/report.py" />
      <source>Reference (polygons or points)</source>
      <translation>Référence (polygones ou points)</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Reject</source>
      <translation>Rejeter</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Reject {name}</source>
      <translation>Rejeter {name}</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <location filename="../review/polygon_list.py" />
      <source>Rejected</source>
      <translation>Rejeté</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rejected: no landslide</source>
      <translation>Rejeté : pas un glissement</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Relict: of another climate</source>
      <translation>Relique : d’un autre climat</translation>
    </message>
    <message>
      <location filename="../gui/path_list.py" />
      <source>Remove</source>
      <translation>Supprimer</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Remove the environment in {folder}? Results are kept; l4s has to be set up again to run.</source>
      <translation>Supprimer l’environnement de {folder} ? Les résultats sont conservés ; l4s devra être réinstallé pour fonctionner.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Remove the environment of l4s</source>
      <translation>Supprimer l’environnement de l4s</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Removed.</source>
      <translation>Supprimé.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Removing…</source>
      <translation>Suppression…</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Replace e&amp;xisting files</source>
      <translation>Remplacer les fichiers &amp;existants</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Report</source>
      <translation>Rapport</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Resamples the bands of a Sentinel-2 scene to 10 m and adds slope and elevation.</source>
      <translation>Rééchantillonne les bandes d’une scène Sentinel-2 à 10 m et ajoute la pente et l’altitude.</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Results</source>
      <translation>Résultats</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <location filename="../review/dock.py" />
      <location filename="../review/table_model.py" />
      <source>Review</source>
      <translation>Vérification</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <location filename="../review/dock.py" />
      <source>Review landslides</source>
      <translation>Vérifier les glissements</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Reviewed inventory</source>
      <translation>Inventaire vérifié</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../review/table_model.py" />
      <source>Reviewer</source>
      <translation>Vérifié par</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>River or gravel</source>
      <translation>Rivière ou gravier</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Road</source>
      <translation>Route</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock block topple</source>
      <translation>Basculement de blocs rocheux</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock compound slide</source>
      <translation>Glissement rocheux composé</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock flexural topple</source>
      <translation>Fauchage rocheux (par flexion)</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock irregular slide</source>
      <translation>Glissement rocheux irrégulier</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock or ice avalanche</source>
      <translation>Avalanche de roche ou de glace</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock or ice fall</source>
      <translation>Chute de roche ou de glace</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock planar slide</source>
      <translation>Glissement rocheux plan</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock rotational slide</source>
      <translation>Glissement rocheux rotationnel</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock slope deformation</source>
      <translation>Déformation de versant rocheux</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock slope spread</source>
      <translation>Étalement de versant rocheux</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock wedge slide</source>
      <translation>Glissement rocheux en dièdre</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Roll-over (square metres)</source>
      <translation>Rollover (mètres carrés)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Row number</source>
      <translation>Numéro de ligne</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Runs o&amp;n</source>
      <translation>E&amp;xécution sur</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Runs on</source>
      <translation>Exécution sur</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>S&amp;ave review</source>
      <translation>&amp;Enregistrer</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>S&amp;how the scene</source>
      <translation>A&amp;fficher la scène</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>S&amp;mooth outlines</source>
      <translation>Lisser les &amp;contours</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <source>S2A_MSIL2A_….SAFE.zip or a folder</source>
      <translation>S2A_MSIL2A_….SAFE.zip ou un dossier</translation>
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
      <translation>Étalement par liquéfaction de sable ou limon</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Sand, silt or debris flowslide</source>
      <translation>Glissement-coulée de sable, limon ou débris</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <source>Save as</source>
      <translation>Enregistrer sous</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Save the probabilit&amp;y too</source>
      <translation>En&amp;registrer aussi la probabilité</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>Save the review first; the model is tuned to what is in the file.</source>
      <translation>Enregistrez d’abord la vérification ; le modèle est ajusté à ce qui est dans le fichier.</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Saving</source>
      <translation>Enregistrement</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Say on which day the landslides happened.</source>
      <translation>Indiquez quel jour les glissements ont eu lieu.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Say where to save the result.</source>
      <translation>Indiquez où enregistrer le résultat.</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Say where to search.</source>
      <translation>Indiquez où chercher.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Say which bands of Sentinel-2 these are: no name was recognised.</source>
      <translation>Indiquez de quelles bandes Sentinel-2 il s’agit : aucun nom n’a été reconnu.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Says which landslides are new, unchanged, reactivated or revegetated since an earlier inventory.</source>
      <translation>Indique quels glissements sont nouveaux, inchangés, réactivés ou revégétalisés depuis un inventaire antérieur.</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>Scale</source>
      <translation>Échelle</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Scales 1, 2 and 4 (21 times as long)</source>
      <translation>Échelles 1, 2 et 4 (21 fois plus long)</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../pictures/of_result.py" />
      <location filename="../pictures/show.py" />
      <source>Scene</source>
      <translation>Scène</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Scene (file)</source>
      <translation>Scène (fichier)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Scene after the event</source>
      <translation>Scène après l’événement</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>Scene before</source>
      <translation>Scène avant</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../layers/columns.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Scene before the event</source>
      <translation>Scène avant l’événement</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Scene before the event (optional)</source>
      <translation>Scène avant l’événement (facultatif)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Scene: file (earlier name)</source>
      <translation>Scène : fichier (ancien nom)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Scene: folder (earlier name)</source>
      <translation>Scène : dossier (ancien nom)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Scene: layers (earlier name)</source>
      <translation>Scène : couches (ancien nom)</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Scene: {facts}</source>
      <translation>Scène : {facts}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <location filename="../processing/loading.py" />
      <source>Scenes</source>
      <translation>Scènes</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/wording.py" />
      <source>Scenes at a time</source>
      <translation>Scènes à la fois</translation>
    </message>
    <message>
      <location filename="../find/footprints.py" />
      <location filename="../find/table.py" />
      <source>Scenes found</source>
      <translation>Scènes trouvées</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Scenes that are complete, with the same inputs, model and parameters, are not mapped again.</source>
      <translation>Les scènes complètes, avec les mêmes entrées, le même modèle et les mêmes paramètres, ne sont pas recalculées.</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Searching elevation</source>
      <translation>Recherche de l’altitude</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Searching scenes</source>
      <translation>Recherche des scènes</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Searching scenes after the event</source>
      <translation>Recherche des scènes après l’événement</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Searching scenes before the event</source>
      <translation>Recherche des scènes avant l’événement</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Sensitive clay flowslide</source>
      <translation>Glissement-coulée d’argile sensible</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Sensitive clay spread</source>
      <translation>Étalement d’argile sensible</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Sentinel-2 ({endings})</source>
      <translation>Sentinel-2 ({endings})</translation>
    </message>
    <message>
      <location filename="../gui/band_table.py" />
      <source>Sentinel-2 band</source>
      <translation>Bande Sentinel-2</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <location filename="../processing/parameters.py" />
      <source>Sentinel-2 scene</source>
      <translation>Scène Sentinel-2</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <source>Sentinel-2 scenes</source>
      <translation>Scènes Sentinel-2</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Sentinel-2 scenes: files</source>
      <translation>Scènes Sentinel-2 : fichiers</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>Sentinel-2, 10 bands in order (10 and 20 m)</source>
      <translation>Sentinel-2, 10 bandes dans l’ordre (10 et 20 m)</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>Sentinel-2, 12 bands in order (without B10)</source>
      <translation>Sentinel-2, 12 bandes dans l’ordre (sans B10)</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>Sentinel-2, 13 bands in order</source>
      <translation>Sentinel-2, 13 bandes dans l’ordre</translation>
    </message>
    <message>
      <location filename="../gui/setup_dialog.py" />
      <location filename="../plugin.py" />
      <source>Set up l4s</source>
      <translation>Installer l4s</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Setting up l4s</source>
      <translation>Installation de l4s</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Several scenes</source>
      <translation>Plusieurs scènes</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <source>Several single-band layers</source>
      <translation>Plusieurs couches monobandes</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Shadow</source>
      <translation>Ombre</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Share of the area that lies in the scene</source>
      <translation>Part de la zone couverte par la scène</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>Share of the area that was observed (percent)</source>
      <translation>Part de la zone observée (pour cent)</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Shift of scene before</source>
      <translation>Recalage de la scène avant</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Sho&amp;w the scene of these landslides</source>
      <translation>Affic&amp;her la scène de ces glissements</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <location filename="../review/dock.py" />
      <source>Show all keys.</source>
      <translation>Afficher toutes les touches.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Show before, after and probability in turn.</source>
      <translation>Afficher tour à tour avant, après et la probabilité.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <location filename="../gui/detect_dock.py" />
      <source>Show log</source>
      <translation>Voir le journal</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Show the field</source>
      <translation>Montrer le champ</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Show the polygon as large as it fits.</source>
      <translation>Afficher le polygone aussi grand que possible.</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Size</source>
      <translation>Taille</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Size: {size} megapixels</source>
      <translation>Taille : {size} mégapixels</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Size: {size} megapixels, about {time}</source>
      <translation>Taille : {size} mégapixels, environ {time}</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Size: {size} megapixels, about {time} (a guess until the first run)</source>
      <translation>Taille : {size} mégapixels, environ {time} (estimation avant le premier calcul)</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Slope: {degrees}° on average</source>
      <translation>Pente : {degrees}° en moyenne</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Smaller places are left out. One pixel of Sentinel-2 is 100 m².</source>
      <translation>Les endroits plus petits sont écartés. Un pixel de Sentinel-2 fait 100 m².</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Smallest area that is fitted (square metres)</source>
      <translation>Plus petite surface ajustée (mètres carrés)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Smooth outlines by (metres)</source>
      <translation>Lissage des contours (mètres)</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Smooth outlines on the map</source>
      <translation>Contours lissés sur la carte</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Snow</source>
      <translation>Neige</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Snowmelt</source>
      <translation>Fonte des neiges</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Software</source>
      <translation>Logiciel</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Soil creep</source>
      <translation>Reptation du sol</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Soil slope deformation</source>
      <translation>Déformation de versant en sol meuble</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Solifluction</source>
      <translation>Solifluxion</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Something else</source>
      <translation>Autre chose</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>Something outside QGIS ended the calculation (SIGTERM). Start it again.</source>
      <translation>Un processus extérieur à QGIS a interrompu le calcul (SIGTERM). Relancez-le.</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Split</source>
      <translation>Séparer</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Split inventory</source>
      <translation>Inventaire divisé</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Split merged landslides</source>
      <translation>Diviser les glissements fusionnés</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Split reviewed landslides too</source>
      <translation>Diviser aussi les glissements vérifiés</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Split {name}</source>
      <translation>Séparer {name}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Splits landslides that were mapped as one along the flow: one crown and one toe each.</source>
      <translation>Divise le long de l’écoulement les glissements cartographiés comme un seul : une couronne et un pied chacun.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Stabilised by works</source>
      <translation>Stabilisé par des ouvrages</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>Starting</source>
      <translation>Démarrage</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>State of activity</source>
      <translation>État d’activité</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Steepest slope (°)</source>
      <translation>Pente maximale (°)</translation>
    </message>
    <message>
      <location filename="../review/leaving.py" />
      <source>Stop review</source>
      <translation>Arrêter la vérification</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Stopped; what was fetched stays. Download goes on with it.</source>
      <translation>Arrêté ; ce qui a été téléchargé est gardé. « Télécharger » reprend la suite.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Suspended: moved this year</source>
      <translation>Suspendu : a bougé cette année</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <location filename="../pictures/swipe.py" />
      <location filename="../review/actions.py" />
      <source>Swipe</source>
      <translation>Balayage</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Swipe before and after</source>
      <translation>Balayage avant / après</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Tables (*.csv *.json);;All files (*)</source>
      <translation>Tableaux (*.csv *.json);;Tous les fichiers (*)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Tail exponent of the inverse gamma</source>
      <translation>Exposant de la queue de la loi gamma inverse</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Take back the last change.</source>
      <translation>Annuler la dernière modification.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Tell how sure the model is by</source>
      <translation>Mesurer l’incertitude du modèle par</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Terrain</source>
      <translation>Terrain</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Test-time augmentation: the mean over several views of each window. Not set: one look.</source>
      <translation>Augmentation au moment du test : la moyenne sur plusieurs vues de chaque fenêtre. Non défini : une seule vue.</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Text or expression</source>
      <translation>Texte ou expression</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Thaw of permafrost or ice</source>
      <translation>Dégel du pergélisol, fonte de glace</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The Python at {path} has no l4s in it. Install the package l4s there, or choose another one.</source>
      <translation>Le Python de {path} ne contient pas l4s. Installez-y le paquet l4s ou choisissez-en un autre.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The Python packages could not be downloaded: there is no connection to their server. Check the network and the proxy settings of QGIS, or set up from a folder of wheels.</source>
      <translation>Les paquets Python n’ont pas pu être téléchargés : pas de connexion à leur serveur. Vérifiez le réseau et le proxy dans les options de QGIS, ou installez depuis un dossier de paquets wheel.</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>The Python that the environment is made from: 3.10 or newer.</source>
      <translation>Le Python servant à créer l’environnement : 3.10 ou plus récent.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>The answer of the catalogue cannot be read ({reason}).</source>
      <translation>La réponse du catalogue est illisible ({reason}).</translation>
    </message>
    <message>
      <location filename="../area_file.py" />
      <source>The area could not be written: {problem}</source>
      <translation>La zone n’a pas pu être enregistrée : {problem}</translation>
    </message>
    <message>
      <location filename="../processing/area.py" />
      <source>The area has no coordinate system; set that of its layer, or of the project for a rectangle.</source>
      <translation>La zone n’a pas de SCR ; définissez celui de sa couche, ou celui du projet pour un rectangle.</translation>
    </message>
    <message>
      <location filename="../area_file.py" />
      <source>The area has no polygons.</source>
      <translation>La zone ne contient aucun polygone.</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <source>The area of that run cannot be read: draw it again.</source>
      <translation>La zone de ce calcul est illisible : dessinez-la de nouveau.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The area of the last run is still chosen.</source>
      <translation>La zone du dernier calcul est encore choisie.</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The area that was mapped is not in the inventory: draw it again.</source>
      <translation>La zone cartographiée n’est pas dans l’inventaire : dessinez-la de nouveau.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation could not start ({name}): a system library is missing. Install the Microsoft Visual C++ Redistributable, then try again.</source>
      <translation>Le calcul n’a pas pu démarrer ({name}) : une bibliothèque système manque. Installez le Microsoft Visual C++ Redistributable, puis réessayez.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation crashed ({name}): a library failed. Try again; if it happens again, repair the set-up of l4s.</source>
      <translation>Le calcul a planté ({name}) : une bibliothèque a échoué. Réessayez ; si cela se reproduit, réparez l’installation de l4s.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation ended with an error (code {code}) without saying why. See the log.</source>
      <translation>Le calcul s’est terminé par une erreur (code {code}) sans en donner la raison. Consultez le journal.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation ended with an error (code {code}): {words}</source>
      <translation>Le calcul s’est terminé par une erreur (code {code}) : {words}</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation ended without a result and without saying why. Try again; the log has what it said.</source>
      <translation>Le calcul s’est terminé sans résultat et sans en donner la raison. Réessayez ; ses messages sont dans le journal.</translation>
    </message>
    <message>
      <location filename="../processing/run.py" />
      <source>The calculation ended without a result.</source>
      <translation>Le calcul s’est terminé sans résultat.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The calculation part of l4s belongs to another version of the plugin. Update it.</source>
      <translation>Le module de calcul de l4s provient d’une autre version de l’extension. Mettez-le à jour.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <location filename="../review/adding.py" />
      <location filename="../review/questions.py" />
      <location filename="../review/tuning.py" />
      <source>The calculation part of l4s gave no answer that can be read.</source>
      <translation>La réponse du module de calcul de l4s est illisible.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>The calculation part of l4s is that of another version of the plugin. Update it.</source>
      <translation>Le module de calcul de l4s est celui d’une autre version de l’extension. Mettez-le à jour.</translation>
    </message>
    <message>
      <location filename="../gui/setup_words.py" />
      <source>The calculations run in a Python environment of their own, which never touches that of QGIS. Setting it up once downloads about {download} MB, needs {disk} MB on the disk and takes one to five minutes.</source>
      <translation>Les calculs s’exécutent dans leur propre environnement Python, qui ne touche jamais à celui de QGIS. Son installation, à faire une fois, télécharge environ {download} Mo, occupe {disk} Mo sur le disque et dure d’une à cinq minutes.</translation>
    </message>
    <message>
      <location filename="../find/accounts.py" />
      <source>The chosen account has no user name, token or key that a catalogue could be shown.</source>
      <translation>Le compte choisi n’a ni nom d’utilisateur, ni jeton, ni clé à présenter à un catalogue.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The column {name} could not be changed.</source>
      <translation>Le champ {name} n’a pas pu être modifié.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>The disk with {folder} has {free} MB left; the set-up needs about {needed} MB.</source>
      <translation>Il reste {free} Mo sur le disque de {folder} ; l’installation demande environ {needed} Mo.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The disk with {folder} is full. Make room (about {needed}) and try again.</source>
      <translation>Le disque de {folder} est plein. Libérez de l’espace (environ {needed}), puis réessayez.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>The elevation is given twice; leave the raster or the folder empty.</source>
      <translation>L’altitude est indiquée deux fois ; laissez vide le raster ou le dossier.</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>The elevation may have gaps</source>
      <translation>Le MNT peut avoir des lacunes</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>The elevation of the run is not there any more: choose a layer, or flat places stay.</source>
      <translation>Le MNT du calcul n’est plus là : choisissez une couche, sinon les endroits plats restent.</translation>
    </message>
    <message>
      <location filename="../review/measuring.py" />
      <source>The elevation of this result is not found: slope, height and aspect stay empty.</source>
      <translation>Le MNT de ce résultat est introuvable : pente, altitude et exposition restent vides.</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The elevation {path} is not there any more.</source>
      <translation>Le MNT {path} n’est plus là.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The environment of {path} has l4s {found}; this plugin needs {needed}. Install l4s=={version} there or choose another one.</source>
      <translation>L’environnement de {path} contient l4s {found} ; cette extension requiert {needed}. Installez-y l4s=={version} ou choisissez-en un autre.</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>The file is not there any more.</source>
      <translation>Le fichier n’est plus là.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The file of the layer “{name}” cannot be read. Was it moved? Choose it anew.</source>
      <translation>Le fichier de la couche « {name} » est illisible. A-t-il été déplacé ? Choisissez-le de nouveau.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The file of the layer “{name}” has no coordinate system. Give it one with Raster &gt; Projections &gt; Assign Projection, then choose it again.</source>
      <translation>Le fichier de la couche « {name} » n’a pas de SCR. Attribuez-lui-en un avec Raster &gt; Projections &gt; Assigner une projection, puis choisissez-le de nouveau.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The file of the layer “{name}” is not there: {path}. Choose it anew.</source>
      <translation>Le fichier de la couche « {name} » est introuvable : {path}. Choisissez-le de nouveau.</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>The file of this layer does not say with which settings it was made.</source>
      <translation>Le fichier de cette couche n’indique pas avec quels réglages il a été produit.</translation>
    </message>
    <message>
      <location filename="../processing/values.py" />
      <source>The folder {folder} cannot be made: {reason}. Choose another one.</source>
      <translation>Le dossier {folder} ne peut pas être créé : {reason}. Choisissez-en un autre.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The folder {folder} cannot be written to. Give yourself the right to write there.</source>
      <translation>Impossible d’écrire dans le dossier {folder}. Accordez-vous le droit d’y écrire.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>The folder {folder} has no Python packages (.whl files).</source>
      <translation>Le dossier {folder} ne contient aucun paquet Python (fichiers .whl).</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The folder {folder} has no package {package} for Python {python} on this system. Fetch the packages again with the same version of Python and the same system.</source>
      <translation>Le dossier {folder} ne contient pas de paquet {package} pour Python {python} sur ce système. Téléchargez de nouveau les paquets avec la même version de Python et le même système.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The folder {folder} is not there.</source>
      <translation>Le dossier {folder} est introuvable.</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The inventory was not made by a detection alone: check the options.</source>
      <translation>L’inventaire ne vient pas d’une simple détection : vérifiez les options.</translation>
    </message>
    <message>
      <location filename="../layers/files.py" />
      <source>The inventory {file} is not there; run the detection again.</source>
      <translation>L’inventaire {file} est introuvable ; relancez la détection.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The layer is being edited: its polygons are taken as they are now.</source>
      <translation>La couche est en cours d’édition : ses polygones sont pris dans leur état actuel.</translation>
    </message>
    <message>
      <location filename="../processing/vector_files.py" />
      <source>The layer {layer} is not in a file. Save it first (Export &gt; Save Features As).</source>
      <translation>La couche {layer} n’est pas dans un fichier. Enregistrez-la d’abord (Exporter &gt; Sauvegarder les entités sous).</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>The layer “{name}” cannot be read. Was its file moved?</source>
      <translation>La couche « {name} » est illisible. Son fichier a-t-il été déplacé ?</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” has a single band. Choose “Several single-band layers”, or the file or folder of the whole product.</source>
      <translation>La couche « {name} » n’a qu’une bande. Choisissez « Plusieurs couches monobandes », ou le fichier ou dossier du produit complet.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>The layer “{name}” has no coordinate system: right-click it &gt; Layer CRS &gt; Set Layer CRS.</source>
      <translation>La couche « {name} » n’a pas de SCR : clic droit &gt; SCR de la couche &gt; Définir le SCR de la couche.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” has {count} bands; elevation has one. Choose a digital elevation model (DEM).</source>
      <translation>La couche « {name} » a {count} bandes ; un MNT n’en a qu’une. Choisissez un modèle numérique de terrain (MNT).</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is a web map: it has colours for the screen, no measurements. Download the data and choose the file.</source>
      <translation>La couche « {name} » est une carte web : elle contient des couleurs pour l’écran, pas des mesures. Téléchargez les données et choisissez le fichier.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is an 8-bit picture for the screen, no measurements. Choose the Sentinel-2 product itself (Level-1C or Level-2A).</source>
      <translation>La couche « {name} » est une image 8 bits pour l’écran, sans mesures. Choisissez le produit Sentinel-2 lui-même (Level-1C ou Level-2A).</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is an 8-bit picture, such as a hillshade. Choose the elevation itself, in metres.</source>
      <translation>La couche « {name} » est une image 8 bits, par exemple un ombrage. Choisissez le MNT lui-même, en mètres.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is no file. Save it with right-click &gt; Export &gt; Save As, and choose the file.</source>
      <translation>La couche « {name} » n’est pas un fichier. Enregistrez-la par clic droit &gt; Exporter &gt; Enregistrer sous, et choisissez le fichier.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is on the web. Download its file and choose that.</source>
      <translation>La couche « {name} » est en ligne. Téléchargez son fichier et choisissez celui-ci.</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <source>The layers of the scene are not in this project: add them, or choose the folder of their files.</source>
      <translation>Les couches de la scène ne sont pas dans ce projet : ajoutez-les ou choisissez le dossier de leurs fichiers.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The line does not cut the polygon; draw it from outside to outside.</source>
      <translation>La ligne ne coupe pas le polygone ; tracez-la de l’extérieur à l’extérieur.</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The map shows too much for outlines; zoom in to see them.</source>
      <translation>L’emprise de la carte est trop grande pour les contours ; zoomez pour les voir.</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>The map shows too much: zoom to the place, or draw a rectangle.</source>
      <translation>La carte montre une zone trop grande : zoomez sur le lieu ou dessinez un rectangle.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The memory was full ({name}): close other programs or choose a smaller area.</source>
      <translation>Mémoire saturée ({name}) : fermez d’autres programmes ou choisissez une zone plus petite.</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The model is being tuned already; wait until that has ended.</source>
      <translation>Le modèle est déjà en cours d’ajustement ; attendez la fin.</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The model is being tuned to this review; QGIS shows below how far it is. You can go on.</source>
      <translation>Le modèle est en cours d’ajustement à cette vérification ; QGIS en montre l’avancement en bas. Vous pouvez continuer.</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <source>The model {name} is not installed: the default one is chosen.</source>
      <translation>Le modèle {name} n’est pas installé : le modèle par défaut est choisi.</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>The name of a scene before has a semicolon in it; rename it.</source>
      <translation>Le nom d’une scène avant contient un point-virgule ; renommez-la.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>The name of an installed model. Empty: the default model.</source>
      <translation>Nom d’un modèle installé. Vide : le modèle par défaut.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <location filename="../review/measuring.py" />
      <source>The new outline could not be measured: {reason}</source>
      <translation>Le nouveau contour n’a pas pu être mesuré : {reason}</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The outline could not be added to the layer.</source>
      <translation>Le contour n’a pas pu être ajouté à la couche.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The outline could not be changed.</source>
      <translation>Le contour n’a pas pu être modifié.</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The outlines could not be read; move the slider again.</source>
      <translation>Les contours n’ont pas pu être lus ; déplacez de nouveau le curseur.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The packages cannot be downloaded through a SOCKS proxy. Enter an HTTP proxy in the network settings of QGIS, or set up from a folder of wheels.</source>
      <translation>Les paquets ne peuvent pas être téléchargés par un proxy SOCKS. Indiquez un proxy HTTP dans les options de réseau de QGIS, ou installez depuis un dossier de paquets wheel.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The parts do not touch, and this layer only takes single polygons.</source>
      <translation>Les parties ne se touchent pas, et cette couche n’accepte que des polygones simples.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The parts of {name} could not be added to the layer.</source>
      <translation>Les parties de {name} n’ont pas pu être ajoutées à la couche.</translation>
    </message>
    <message>
      <location filename="../pictures/linked.py" />
      <source>The picture on this map. Landslides are drawn on both.</source>
      <translation>L’image de cette carte. Les glissements sont dessinés sur les deux.</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>The pictures of the scene cannot be opened.</source>
      <translation>Les images de la scène ne peuvent pas être ouvertes.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>The plugin is incomplete ({file} is missing or damaged). Install the plugin again.</source>
      <translation>L’extension est incomplète ({file} est absent ou endommagé). Réinstallez l’extension.</translation>
    </message>
    <message>
      <location filename="../tasks.py" />
      <source>The plugin stumbled: {error}</source>
      <translation>L’extension a rencontré un problème : {error}</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The polygon is not in the layer any more; choose the next one.</source>
      <translation>Le polygone n’est plus dans la couche ; choisissez le suivant.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The polygon is on the map.</source>
      <translation>Le polygone est sur la carte.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The polygons of a layer</source>
      <translation>Les polygones d’une couche</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>The polygons to review. Only layers made by l4s are listed.</source>
      <translation>Les polygones à vérifier. Seules les couches produites par l4s sont listées.</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The probability is not on the screen; zoom to its layer.</source>
      <translation>La probabilité n’est pas à l’écran ; zoomez sur sa couche.</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The probability layer is not in the project any more.</source>
      <translation>La couche de probabilité n’est plus dans le projet.</translation>
    </message>
    <message>
      <location filename="../layers/files.py" />
      <source>The probability raster {file} cannot be read; run the detection again.</source>
      <translation>Le raster de probabilité {file} est illisible ; relancez la détection.</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>The product's name has MSIL1C or MSIL2A in it.</source>
      <translation>Le nom du produit contient MSIL1C ou MSIL2A.</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>The project has no coordinate system: choose one at the bottom right of QGIS.</source>
      <translation>Le projet n’a pas de SCR : choisissez-en un en bas à droite de QGIS.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The proxy asks for a user name and a password. Enter them in the network settings of QGIS.</source>
      <translation>Le proxy demande un nom d’utilisateur et un mot de passe. Saisissez-les dans les options de réseau de QGIS.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The proxy does not answer. Check it in the network settings of QGIS (Settings &gt; Options &gt; Network).</source>
      <translation>Le proxy ne répond pas. Vérifiez-le dans les options de réseau de QGIS (Préférences &gt; Options &gt; Réseau).</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The rectangle is on the map.</source>
      <translation>Le rectangle est sur la carte.</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>The result gets a free name in the same folder; the file stays.</source>
      <translation>Le résultat reçoit un nom libre dans le même dossier ; le fichier reste.</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>The result is in {file}, but could not be added to the project: {error}</source>
      <translation>Le résultat est dans {file}, mais n’a pas pu être ajouté au projet : {error}</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>The result of the project before is in {file}</source>
      <translation>Le résultat du projet précédent est dans {file}</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The review could not be saved ({why}). Nothing is lost: free the file or the disk and save again.</source>
      <translation>La vérification n’a pas pu être enregistrée ({why}). Rien n’est perdu : libérez le fichier ou le disque et enregistrez de nouveau.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>The review is saved in the file of the inventory.</source>
      <translation>La vérification est enregistrée dans le fichier de l’inventaire.</translation>
    </message>
    <message>
      <location filename="../review/leaving.py" />
      <source>The review of {layer} has changes that are not in the file yet. Save them?</source>
      <translation>La vérification de {layer} a des modifications qui ne sont pas encore dans le fichier. Les enregistrer ?</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>The run followed run-outs; its scene is not there any more, so outlines are without.</source>
      <translation>Le calcul a suivi la propagation ; sa scène n’est plus là, les contours sont donc sans propagation.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>The run used the CRF; its scene is not there any more, so outlines are without.</source>
      <translation>Le calcul a utilisé le CRF ; sa scène n’est plus là, les contours sont donc sans CRF.</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The scene before {path} is not there any more.</source>
      <translation>La scène avant {path} n’est plus là.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>The scene cannot be handed over: {reason}</source>
      <translation>La scène ne peut pas être transmise : {reason}</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>The scene cannot be shown: {reason}</source>
      <translation>La scène ne peut pas être affichée : {reason}</translation>
    </message>
    <message>
      <location filename="../processing/base.py" />
      <source>The scene is given more than once; leave one of file, folder and layers.</source>
      <translation>La scène est indiquée plusieurs fois ; ne gardez que le fichier, le dossier ou les couches.</translation>
    </message>
    <message>
      <location filename="../pictures/of_result.py" />
      <source>The scene of these landslides is not there any more.</source>
      <translation>La scène de ces glissements n’est plus là.</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The scene of this inventory is not found; use “Tune model to corrections” in the toolbox, where you can choose it.</source>
      <translation>La scène de cet inventaire est introuvable ; utilisez « Ajuster le modèle aux corrections » dans la boîte à outils, où vous pouvez la choisir.</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <location filename="../history.py" />
      <source>The scene {path} is not there any more.</source>
      <translation>La scène {path} n’est plus là.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The selected polygons of a layer</source>
      <translation>Les polygones sélectionnés d’une couche</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The server of the Python packages was reached, but its certificate is not trusted: a security program or a proxy opens the connection. Ask your administrator for the certificate, or set up from a folder of wheels.</source>
      <translation>Le serveur des paquets Python a été joint, mais son certificat n’est pas reconnu : un logiciel de sécurité ou un proxy intercepte la connexion. Demandez le certificat à votre administrateur, ou installez depuis un dossier de paquets wheel.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <location filename="../backend/setup_problems.py" />
      <source>The set-up failed: {words}. The log has the details.</source>
      <translation>L’installation a échoué : {words}. Les détails sont dans le journal.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The set-up of l4s is incomplete or damaged. Repair it.</source>
      <translation>L’installation de l4s est incomplète ou endommagée. Réparez-la.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>The set-up of l4s is incomplete or damaged. Set it up again.</source>
      <translation>L’installation de l4s est incomplète ou endommagée. Réinstallez-le.</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>The stored value of a reflectance of 1: 10000 in Sentinel-2 products, 65535, 255 or 1 in others.</source>
      <translation>Valeur enregistrée pour une réflectance de 1 : 10000 dans les produits Sentinel-2 ; 65535, 255 ou 1 dans d’autres.</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The system ended the calculation (SIGKILL). Most often the memory was full: close other programs or choose a smaller area.</source>
      <translation>Le système a interrompu le calcul (SIGKILL). Le plus souvent, la mémoire était saturée : fermez d’autres programmes ou choisissez une zone plus petite.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The system refused to write to {folder}. Often a virus scanner looks at new files: wait a minute and try again; if that does not help, allow this folder in the scanner.</source>
      <translation>Le système a refusé l’écriture dans {folder}. Souvent, un antivirus examine les nouveaux fichiers : attendez une minute et réessayez ; si cela ne suffit pas, autorisez ce dossier dans l’antivirus.</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The tuned model does better on ground that it has not seen: F1 {before} before, {after} after. It is chosen in the panel “Detect landslides”.</source>
      <translation>Le modèle ajusté fait mieux sur du terrain qu’il n’a pas vu : F1 de {before} avant, {after} après. Il est choisi dans le panneau « Détecter les glissements ».</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <location filename="../processing/parts.py" />
      <source>The two results need different names.</source>
      <translation>Les deux résultats doivent avoir des noms différents.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The whole scene</source>
      <translation>Toute la scène</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>There are no packages (.whl) in the folder {folder}.</source>
      <translation>Il n’y a aucun paquet (.whl) dans le dossier {folder}.</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>There are none</source>
      <translation>Il n’y en a pas</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>There is no Python at {path}. Choose another one.</source>
      <translation>Il n’y a pas de Python dans {path}. Choisissez-en un autre.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>There is no inventory in the project; detect landslides, or open one, first.</source>
      <translation>Il n’y a pas d’inventaire dans le projet ; détectez d’abord des glissements ou ouvrez un inventaire.</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>There is no picture to compare with. Choose the scene and the scene before in “Detect landslides”.</source>
      <translation>Il n’y a aucune image à comparer. Choisissez la scène et la scène avant dans « Détecter les glissements ».</translation>
    </message>
    <message>
      <location filename="../review/session.py" />
      <source>There is no polygon to review in this layer.</source>
      <translation>Il n’y a aucun polygone à vérifier dans cette couche.</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>There is no polygon to review.</source>
      <translation>Il n’y a aucun polygone à vérifier.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>There is no probability in the project: detect landslides first.</source>
      <translation>Il n’y a pas de probabilité dans le projet : détectez d’abord les glissements de terrain.</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>There is no ready-made package {package} for Python {python} on this system. Choose another Python; 3.12 has all of them.</source>
      <translation>Il n’existe pas de paquet {package} prêt à l’emploi pour Python {python} sur ce système. Choisissez un autre Python ; la version 3.12 les a tous.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>There is nothing to undo.</source>
      <translation>Il n’y a rien à annuler.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>These scenes cannot be read over the web as they are: download them first.</source>
      <translation>Ces scènes ne peuvent pas être lues telles quelles en ligne : téléchargez-les d’abord.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>This copy of the plugin brings no package of l4s: choose an existing environment under “Advanced”.</source>
      <translation>Cette copie de l’extension ne contient pas le paquet l4s : choisissez un environnement existant sous « Avancé ».</translation>
    </message>
    <message>
      <location filename="../gui/sample.py" />
      <source>This copy of the plugin has no sample data. Install it anew.</source>
      <translation>Cette copie de l’extension n’a pas de données d’exemple. Réinstallez-la.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>This ground is a landslide of the inventory already; click beside it, or redraw that one.</source>
      <translation>Ce terrain est déjà un glissement de l’inventaire ; cliquez à côté ou redessinez celui-ci.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>This inventory has no column {name}.</source>
      <translation>Cet inventaire n’a pas de champ {name}.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <location filename="../review/dock.py" />
      <source>This layer is no inventory of landslides; choose one that l4s made.</source>
      <translation>Cette couche n’est pas un inventaire de glissements de terrain ; choisissez-en une produite par l4s.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>This project has no layer with polygons.</source>
      <translation>Ce projet n’a aucune couche de polygones.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>This was the last one in the list.</source>
      <translation>C’était le dernier de la liste.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Those that a scene needs are found by their place.</source>
      <translation>Celles dont une scène a besoin sont trouvées d’après leur emplacement.</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Threshold</source>
      <translation>Seuil</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Threshold (probability)</source>
      <translation>Seuil (probabilité)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Threshold (probability, 0 to 1)</source>
      <translation>Seuil (probabilité, 0 à 1)</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Tile</source>
      <translation>Tuile</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Time of the review (UTC)</source>
      <translation>Heure de la vérification (UTC)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Time of the run (UTC)</source>
      <translation>Heure du calcul (UTC)</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>To search is free for everybody; to download, an account of {catalogue} is needed.</source>
      <translation>La recherche est libre pour tous ; pour télécharger, il faut un compte {catalogue}.</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Toe (lowest point)</source>
      <translation>Pied (point le plus bas)</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <location filename="../layers/columns.py" />
      <source>Trigger</source>
      <translation>Déclencheur</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>True colour</source>
      <translation>Couleurs naturelles</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <location filename="../plugin.py" />
      <source>Try a threshold</source>
      <translation>Essayer un seuil</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <location filename="../plugin.py" />
      <source>Try with sample data</source>
      <translation>Essayer avec des données d’exemple</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Tune model to corrections</source>
      <translation>Ajuster le modèle aux corrections</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <location filename="../review/tuning.py" />
      <source>Tuned model</source>
      <translation>Modèle ajusté</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>Tuning did not help, the model stays as it is. {reason}</source>
      <translation>L’ajustement n’a rien apporté, le modèle reste tel quel. {reason}</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>Tuning the model</source>
      <translation>Ajustement du modèle</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <location filename="../review/details.py" />
      <location filename="../review/table_model.py" />
      <source>Type</source>
      <translation>Type</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <source>Type of landslide</source>
      <translation>Type de glissement</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Uncertainty: {bits} (0 certain, 1 undecided)</source>
      <translation>Incertitude : {bits} (0 certain, 1 indécis)</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Undo</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Unit of elevation</source>
      <translation>Unité de l’altitude</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Unit of the heights</source>
      <translation>Unité des altitudes</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Unpacking the bands</source>
      <translation>Extraction des bandes</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Update ledger</source>
      <translation>Mettre à jour le registre</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Use &amp;this environment</source>
      <translation>Utiliser cet &amp;environnement</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Use the &amp;graphics card</source>
      <translation>Utiliser la carte &amp;graphique</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Use the plugin's o&amp;wn environment</source>
      <translation>&amp;Utiliser l’environnement de l’extension</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Use the statistics of the scene</source>
      <translation>Utiliser les statistiques de la scène</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Use these</source>
      <translation>Utiliser</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Uses the Python at {path}.</source>
      <translation>Utilise le Python de {path}.</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Uses: {channels}</source>
      <translation>Utilise : {channels}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Vector files (*.gpkg *.geojson *.shp)</source>
      <translation>Fichiers vecteur (*.gpkg *.geojson *.shp)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Vectorise probability</source>
      <translation>Vectoriser la probabilité</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Versions, paths and the last lines of the log, for a question to the maintainers</source>
      <translation>Versions, chemins et dernières lignes du journal, pour une question aux mainteneurs</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Views of each window (eight times as long)</source>
      <translation>Vues de chaque fenêtre (huit fois plus long)</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Volcanic activity</source>
      <translation>Activité volcanique</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Water</source>
      <translation>Eau</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Ways down</source>
      <translation>Chemins vers l’aval</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>What has to disagree. It fills the mean uncertainty of each landslide, by which the review is ordered, and is written beside the probability as …_uncertainty.tif.</source>
      <translation>Ce dont on mesure le désaccord. Il donne l’incertitude moyenne de chaque glissement, selon laquelle la vérification est ordonnée, et est enregistré à côté de la probabilité dans …_uncertainty.tif.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>What it leaves uncovered is reported as not observed.</source>
      <translation>Ce qu’il ne couvre pas est signalé comme non observé.</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>What the map shows</source>
      <translation>L’emprise de la carte</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>What to look for</source>
      <translation>Que chercher</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>What was detected before, and with which settings; they can be used again.</source>
      <translation>Ce qui a été détecté auparavant, et avec quels réglages ; ils peuvent servir de nouveau.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>What was drawn has no area; draw the outline again with at least three corners.</source>
      <translation>Le tracé n’a pas de surface ; redessinez le contour avec au moins trois sommets.</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>What was drawn is all inside of landslides of the inventory; redraw these.</source>
      <translation>Tout le tracé est à l’intérieur de glissements de l’inventaire ; redessinez ceux-ci.</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>What was measured could not be written into {layer}.</source>
      <translation>Les mesures n’ont pas pu être enregistrées dans {layer}.</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>What would be downloaded of it: ten bands</source>
      <translation>Ce qui en serait téléchargé : dix bandes</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Where possible (automatic)</source>
      <translation>Si possible (automatique)</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Where the file does not say it, heights are taken for metres.</source>
      <translation>Si le fichier ne l’indique pas, les altitudes sont considérées en mètres.</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Whether it shows the ground after the event or before it</source>
      <translation>Si elle montre le terrain après ou avant l’événement</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Whether the tuned model does better</source>
      <translation>Si le modèle ajusté fait mieux</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Which polygons are listed. Next and Back go through the list.</source>
      <translation>Quels polygones sont listés. « Suivant » et « Précédent » parcourent la liste.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Whose the roll-over is</source>
      <translation>Cause du rollover</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Why it was not observed</source>
      <translation>Raison de la non-observation</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Why it was rejected</source>
      <translation>Motif du rejet</translation>
    </message>
    <message>
      <location filename="../review/table_model.py" />
      <source>Why rejected</source>
      <translation>Motif du rejet</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Width (m)</source>
      <translation>Largeur (m)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Width of the way down (metres)</source>
      <translation>Largeur du chemin vers l’aval (mètres)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>With a scene before. Automatic: where both scenes have the bands for it.</source>
      <translation>Avec une scène avant. Automatique : si les deux scènes ont les bandes nécessaires.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <source>With elevation (DEM), flat places are left out and slopes are measured. Optional.</source>
      <translation>Avec un MNT, les endroits plats sont écartés et les pentes sont mesurées. Facultatif.</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>With it, the threshold can be changed afterwards without a new run.</source>
      <translation>Elle permet de changer le seuil ensuite sans nouveau calcul.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Without a clear scene: {tiles}</source>
      <translation>Sans scène dégagée : {tiles}</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Without elevation, flat places are not sorted out and slopes stay empty.</source>
      <translation>Sans MNT, les zones plates ne sont pas écartées et les pentes restent vides.</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Without it, flat ground is not ruled out and heights and slopes stay empty.</source>
      <translation>Sans lui, les terrains plats ne sont pas écartés et les altitudes et pentes restent vides.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Write as new inventory</source>
      <translation>Nouvel inventaire</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Write beside it</source>
      <translation>Enregistrer à côté</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Write notes.</source>
      <translation>Écrire des notes.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Write the model where it did not help, too</source>
      <translation>Enregistrer le modèle même s’il n’apporte rien</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Writes an inventory as catalogues and other programs have it, or theirs as an inventory.</source>
      <translation>Enregistre un inventaire sous la forme des catalogues et d’autres programmes, ou les leurs comme inventaire.</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Writes everything that is known of an inventory as one page, to read, print or pass on.</source>
      <translation>Rassemble tout ce que l’on sait d’un inventaire sur une page, à lire, imprimer ou transmettre.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Writing {name}…</source>
      <translation>Enregistrement de {name}…</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Written into every polygon. Scripts and models may give any word.</source>
      <translation>Écrit dans chaque polygone. Les scripts et les modèles peuvent donner n’importe quel mot.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Written: {name}</source>
      <translation>Enregistré : {name}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../processing/choices.py" />
      <source>Yes</source>
      <translation>Oui</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Zoom</source>
      <translation>Zoomer</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Zoom to landslides</source>
      <translation>Zoomer sur les glissements</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>Zoom to the scene</source>
      <translation>Zoomer sur la scène</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>a 32-bit Python; needs a 64-bit one</source>
      <translation>Python 32 bits ; une version 64 bits est requise</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>accepted</source>
      <translation>accepté</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>accepted with a new outline</source>
      <translation>accepté avec un nouveau contour</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>add {files} to the folder</source>
      <translation>ajoutez {files} au dossier</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../review/dock.py" />
      <source>after</source>
      <translation>après</translation>
    </message>
    <message>
      <location filename="../find/footprints.py" />
      <source>after the event</source>
      <translation>après l’événement</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>assumed</source>
      <translation>supposé</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../review/dock.py" />
      <source>before</source>
      <translation>avant</translation>
    </message>
    <message>
      <location filename="../find/footprints.py" />
      <source>before the event</source>
      <translation>avant l’événement</translation>
    </message>
    <message>
      <location filename="../layers/probability.py" />
      <source>below {percent} %</source>
      <translation>moins de {percent} %</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>blue</source>
      <translation>bleu</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>by the file</source>
      <translation>selon le fichier</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>cannot make environments: install Python anew, complete with pip and venv</source>
      <translation>ne peut pas créer d’environnements : réinstallez Python avec pip et venv</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>cannot make environments: install python3-venv (on Debian and Ubuntu: python{version}-venv)</source>
      <translation>ne peut pas créer d’environnements : installez python3-venv (sous Debian et Ubuntu : python{version}-venv)</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>choose a scene that has them</source>
      <translation>choisissez une scène qui les a</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>choose another model</source>
      <translation>choisissez un autre modèle</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>choose the day</source>
      <translation>choisissez le jour</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>chosen scenes cover {share} % of the area</source>
      <translation>les scènes choisies couvrent {share} % de la zone</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>cirrus</source>
      <translation>cirrus</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>coastal aerosol</source>
      <translation>aérosols côtiers</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>correct the table of bands</source>
      <translation>corrigez le tableau des bandes</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../gui/facts_text.py" />
      <source>date not known</source>
      <translation>date inconnue</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>days after</source>
      <translation>après</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>days before</source>
      <translation>avant</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>does not answer as a Python does</source>
      <translation>ne répond pas comme un Python</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>earthquake</source>
      <translation>séisme</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>elevation: 1 tile</source>
      <translation>altitude : 1 tuile</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>elevation: {count} tiles</source>
      <translation>altitude : {count} tuiles</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>found by the run</source>
      <translation>par le calcul</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>found in the values</source>
      <translation>des valeurs</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>green</source>
      <translation>vert</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>human activity</source>
      <translation>activité humaine</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>incomplete ({parts} missing): install Python anew</source>
      <translation>incomplet (manque : {parts}) : réinstallez Python</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>it does not answer as expected.</source>
      <translation>il ne répond pas comme prévu.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>l4s is not set up yet.</source>
      <translation>l4s n’est pas encore installé.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>l4s is not set up yet: its calculation part has to be installed once.</source>
      <translation>l4s n’est pas encore installé : son module de calcul doit être installé une fois.</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>l4s is set up (Python {python}).</source>
      <translation>l4s est installé (Python {python}).</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>landslide,area,frequency,magnitude,power law,inverse gamma,completeness,volume</source>
      <translation>glissement de terrain,surface,fréquence,magnitude,loi de puissance,gamma inverse,complétude,volume,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>landslide,compare,accuracy,precision,recall,reference,validation,inventory</source>
      <translation>glissement de terrain,comparer,exactitude,précision,rappel,référence,validation,inventaire,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>landslide,exchange,export,import,COOLR,USGS,IFFI,KML,STAC,inventory</source>
      <translation>glissement de terrain,échange,export,import,COOLR,USGS,IFFI,KML,STAC,inventaire,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>landslide,exposure,assets,roads,buildings,risk,downstream,run-out</source>
      <translation>glissement de terrain,exposition,enjeux,routes,bâtiments,risque,aval,propagation,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>landslide,ledger,history,change,reactivated,revegetated,inventory</source>
      <translation>glissement de terrain,registre,histoire,changement,réactivé,revégétalisé,inventaire,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>landslide,mass movement,debris flow,sentinel-2,inventory,hazard,deep learning</source>
      <translation>glissement de terrain,mouvement de masse,lave torrentielle,coulée de débris,sentinel-2,inventaire,aléa,apprentissage profond,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>landslide,merge,mosaic,inventory,tiles,duplicates</source>
      <translation>glissement de terrain,réunir,fusionner,mosaïque,inventaire,tuiles,doublons,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>landslide,polygonize,vectorize,threshold,inventory,probability</source>
      <translation>glissement de terrain,polygoniser,vectoriser,seuil,inventaire,probabilité,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>landslide,report,html,page,map,print,pdf,statistics,accuracy</source>
      <translation>glissement de terrain,rapport,html,page,carte,imprimer,pdf,statistiques,exactitude,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>landslide,sentinel-2,inventory,batch,many,tiles,resume</source>
      <translation>glissement de terrain,sentinel-2,inventaire,lot,nombreuses,tuiles,reprendre,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>landslide,sentinel-2,stack,resample,bands,slope,landslide4sense</source>
      <translation>glissement de terrain,sentinel-2,pile,rééchantillonner,bandes,pente,landslide4sense</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>landslide,split,amalgamation,watershed,crown,toe,centre line,flow</source>
      <translation>glissement de terrain,diviser,amalgame,bassin versant,couronne,pied,ligne centrale,écoulement,landslide</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>landslide,tune,fine-tune,train,model,review,corrections,active learning</source>
      <translation>glissement de terrain,ajuster,affiner,entraîner,modèle,vérification,corrections,apprentissage actif,landslide</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>level not known</source>
      <translation>niveau inconnu</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>narrow near infrared</source>
      <translation>proche infrarouge étroit</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>near infrared</source>
      <translation>proche infrarouge</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>none found</source>
      <translation>aucun trouvé</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>not in the list</source>
      <translation>pas dans la liste</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>not known</source>
      <translation>inconnu</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>not reviewed yet</source>
      <translation>pas encore vérifié</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>not used</source>
      <translation>non utilisée</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>overlap of the windows (command line)</source>
      <translation>recouvrement des fenêtres (ligne de commande)</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>probability</source>
      <translation>probabilité</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>rainfall</source>
      <translation>pluie</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red</source>
      <translation>rouge</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red edge 1</source>
      <translation>bord du rouge 1</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red edge 2</source>
      <translation>bord du rouge 2</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red edge 3</source>
      <translation>bord du rouge 3</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>rejected</source>
      <translation>rejeté</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>scene before</source>
      <translation>scène avant</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>size of the windows (command line)</source>
      <translation>taille des fenêtres (ligne de commande)</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>snowmelt</source>
      <translation>fonte des neiges</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the date of the event</source>
      <translation>la date de l’événement</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the statistics of the scene (toolbox, command line)</source>
      <translation>les statistiques de la scène (boîte à outils, ligne de commande)</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the table of bands</source>
      <translation>le tableau des bandes</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the table of bands of the scene before</source>
      <translation>le tableau des bandes de la scène avant</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the tool “Detect landslides in many scenes”</source>
      <translation>l’outil « Détecter les glissements dans de nombreuses scènes »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the tool “Detect landslides” with “Map it even if the model does not suit”</source>
      <translation>l’outil « Détecter les glissements » avec « Cartographier même si le modèle ne convient pas »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the views that are averaged (toolbox, command line)</source>
      <translation>les vues moyennées (boîte à outils, ligne de commande)</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the way to tell the uncertainty (toolbox, command line)</source>
      <translation>la façon de mesurer l’incertitude (boîte à outils, ligne de commande)</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>too old: {version}, needs {oldest} or newer</source>
      <translation>trop ancien : {version} ; {oldest} ou plus récent requis</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>unknown</source>
      <translation>cause inconnue</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>unknown reason</source>
      <translation>raison inconnue</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>volcanic activity</source>
      <translation>activité volcanique</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>water vapour</source>
      <translation>vapeur d’eau</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{accepted} accepted, {rejected} rejected, {edited} edited</source>
      <translation>Acceptés : {accepted}, rejetés : {rejected}, modifiés : {edited}</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>{after} scenes after the event, {before} before it</source>
      <translation>{after} scènes après l’événement, {before} avant</translation>
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
      <translation>{bands} (rouge, vert, bleu)</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{band} is chosen twice; set one of them to “not used”.</source>
      <translation>{band} est choisie deux fois ; mettez l’une d’elles sur « non utilisée ».</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>{catalogue} has no scenes of Level-{level}; choose the other level or another catalogue.</source>
      <translation>{catalogue} n’a pas de scènes de Level-{level} ; choisissez l’autre niveau ou un autre catalogue.</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>{count} bands</source>
      <translation>{count} bandes</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>{count} landslides</source>
      <translation>{count} glissements</translation>
    </message>
    <message>
      <location filename="../gui/devices.py" />
      <source>{count} processor cores</source>
      <translation>{count} cœurs de processeur</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>{count} selected</source>
      <translation>Sélection : {count}</translation>
    </message>
    <message>
      <location filename="../gui/devices.py" />
      <source>{cpu} ({gpu} needs the GPU build: “Set up l4s”)</source>
      <translation>{cpu} ({gpu} requiert la version GPU : « Installer l4s »)</translation>
    </message>
    <message>
      <location filename="../processing/values.py" />
      <source>{date} is no date; write it like 2019-08-08.</source>
      <translation>{date} n’est pas une date ; écrivez-la comme 2019-08-08.</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>{decision} by you</source>
      <translation>{decision} par vous</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>{decision} by {reviewer}</source>
      <translation>{decision} par {reviewer}</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{done} of {total} reviewed</source>
      <translation>{done} sur {total} vérifiés</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>{field}, {scene}</source>
      <translation>{field}, {scene}</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>{file} cannot be written: {reason}</source>
      <translation>Impossible d’écrire {file} : {reason}</translation>
    </message>
    <message>
      <location filename="../layers/files.py" />
      <source>{file} has no layer of landslides that QGIS can read; choose a file that l4s wrote.</source>
      <translation>{file} n’a pas de couche de glissements de terrain lisible par QGIS ; choisissez un fichier produit par l4s.</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>{file} has no layer {layer} to copy; write the inventory as .gpkg.</source>
      <translation>{file} n’a pas de couche {layer} à copier ; enregistrez l’inventaire en .gpkg.</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>{file} is the inventory, which holds this layer already; choose another file.</source>
      <translation>{file} est l’inventaire, qui contient déjà cette couche ; choisissez un autre fichier.</translation>
    </message>
    <message>
      <location filename="../backend/installation.py" />
      <source>{folder} could not be removed entirely: something still uses it. Restart QGIS, then try again.</source>
      <translation>{folder} n’a pas pu être entièrement supprimé : il est encore utilisé. Redémarrez QGIS, puis réessayez.</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>{folder} is in use: wait for running calculations or restart QGIS, then try again.</source>
      <translation>{folder} est utilisé : attendez la fin des calculs en cours ou redémarrez QGIS, puis réessayez.</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{hours} h {minutes} min</source>
      <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>{layer} cannot be edited; save it as a GeoPackage in a folder of your own and review that.</source>
      <translation>{layer} n’est pas modifiable ; enregistrez-la en GeoPackage dans un dossier à vous et vérifiez cette copie.</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <source>{layer} has edits that are not saved; save or discard them first.</source>
      <translation>{layer} a des modifications non enregistrées ; enregistrez-les ou annulez-les d’abord.</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{minutes} min</source>
      <translation>{minutes} min</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <source>{name} and {count} more</source>
      <translation>{name} et {count} autres</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>{name} could not be removed from the layer.</source>
      <translation>{name} n’a pas pu être supprimé de la couche.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} exists already. Choose another name, or tick “Replace existing files”.</source>
      <translation>{name} existe déjà. Choisissez un autre nom ou cochez « Remplacer les fichiers existants ».</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} has a single band. Choose the whole product, the folder with one file for each band, or “Several single-band layers”.</source>
      <translation>{name} n’a qu’une bande. Choisissez le produit complet, le dossier avec un fichier par bande, ou « Plusieurs couches monobandes ».</translation>
    </message>
    <message>
      <location filename="../processing/reviewed.py" />
      <source>{name} holds {count} reviewed landslides and is not replaced. Choose another name, or delete it first.</source>
      <translation>{name} contient {count} glissements vérifiés et n’est pas remplacé. Choisissez un autre nom ou supprimez-le d’abord.</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>{name} holds {count} reviewed landslides.</source>
      <translation>{name} contient {count} glissements vérifiés.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} is a picture for the screen. Choose the Sentinel-2 product itself.</source>
      <translation>{name} est une image pour l’écran. Choisissez le produit Sentinel-2 lui-même.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} is being edited in this project. Save or discard the edits, or choose another name.</source>
      <translation>{name} est en cours d’édition dans ce projet. Enregistrez ou annulez les modifications, ou choisissez un autre nom.</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>{name} is open in the project and is not written over. Choose another name.</source>
      <translation>{name} est ouvert dans le projet et ne sera pas écrasé. Choisissez un autre nom.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} is open in this project. Choose another name, or remove its layers first.</source>
      <translation>{name} est ouvert dans ce projet. Choisissez un autre nom ou supprimez d’abord ses couches.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>{name} is rejected. What is it instead?</source>
      <translation>{name} est rejeté. Qu’est-ce à la place ?</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>{name} is rejected: {reason}. Another digit changes it.</source>
      <translation>{name} est rejeté : {reason}. Un autre chiffre le change.</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>{name} was added: {hectares} ha. Save the review to keep it.</source>
      <translation>{name} a été ajouté : {hectares} ha. Enregistrez la vérification pour le conserver.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name}: say in which folder to save it.</source>
      <translation>{name} : indiquez dans quel dossier l’enregistrer.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name}: the name has to end with {endings}.</source>
      <translation>{name} : le nom doit se terminer par {endings}.</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>{name}; a larger download</source>
      <translation>{name} ; plus à télécharger</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>{order}, then a mask</source>
      <translation>{order}, puis un masque</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>{path} cannot be used: {problem}.</source>
      <translation>{path} est inutilisable : {problem}.</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>{path} does not work as the calculation part of l4s: {reason}</source>
      <translation>{path} ne fonctionne pas comme module de calcul de l4s : {reason}</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <location filename="../review/edits.py" />
      <source>{path} is not there.</source>
      <translation>{path} est introuvable.</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>{picture} before</source>
      <translation>{picture} avant</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{place} of {total} in the list</source>
      <translation>{place} sur {total} dans la liste</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{place} of {total}, most worth a look first</source>
      <translation>{place} sur {total}, les plus utiles à voir d’abord</translation>
    </message>
    <message>
      <location filename="../backend/process.py" />
      <source>{program} could not be started: {reason}</source>
      <translation>{program} n’a pas pu être lancé : {reason}</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>{proxy}, as in the network settings of QGIS</source>
      <translation>{proxy}, selon les options de réseau de QGIS</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{seconds} s</source>
      <translation>{seconds} s</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>{share} % not observed</source>
      <translation>{share} % non observés</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>{size} GB</source>
      <translation>{size} Go</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>{size} MB</source>
      <translation>{size} Mo</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>{size} to download, and the elevation.</source>
      <translation>{size} à télécharger, plus l’altitude.</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>{size} to download.</source>
      <translation>{size} à télécharger.</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>{step}: {time} left</source>
      <translation>{step} : encore {time}</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>{title} (default)</source>
      <translation>{title} (par défaut)</translation>
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
      <translation>{what} n’est pas un raster lisible par QGIS ; choisissez un autre fichier.</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Always”</source>
      <translation>« Toujours »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Area to map”</source>
      <translation>« Zone à cartographier »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“As marked in the product”</source>
      <translation>« Selon le produit »</translation>
    </message>
    <message>
      <location filename="../processing/scene_input.py" />
      <source>“Bands” names {named} bands and the layer “{layer}” has {count}; name each, with a minus for those to leave out.</source>
      <translation>« Bandes » nomme {named} bandes et la couche « {layer} » en a {count} ; nommez-les toutes, avec un signe moins pour celles à exclure.</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Centimetres”</source>
      <translation>« Centimètres »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Clouds”</source>
      <translation>« Nuages »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Compare”</source>
      <translation>« Comparer »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Decimetres”</source>
      <translation>« Décimètres »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Elevation”</source>
      <translation>« Altitude (MNT) »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Feet”</source>
      <translation>« Pieds »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Fill holes up to”</source>
      <translation>« Combler les trous jusqu’à »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Find them (automatic)”</source>
      <translation>« Détection automatique »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Find them by colour”</source>
      <translation>« Détection par couleur »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Find them with a network”</source>
      <translation>« Détection par réseau de neurones »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Follow run-outs”</source>
      <translation>« Suivre la propagation »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Leave out open water”</source>
      <translation>« Exclure l’eau libre »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Level, scene before”</source>
      <translation>« Niveau, scène avant »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Level”</source>
      <translation>« Niveau »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Lower threshold”</source>
      <translation>« Seuil inférieur »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Metres”</source>
      <translation>« Mètres »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Minimum area”</source>
      <translation>« Surface minimale »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Minimum slope”</source>
      <translation>« Pente minimale »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Model”</source>
      <translation>« Modèle »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Never: its date alone”</source>
      <translation>« Jamais : sa date seulement »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“No elevation”</source>
      <translation>« Sans MNT »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Offset, scene before”</source>
      <translation>« Décalage, scène avant »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Offset”</source>
      <translation>« Décalage »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Pixels that look alike agree (CRF)”</source>
      <translation>« Accorder les pixels semblables (CRF) »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Replace existing files”</source>
      <translation>« Remplacer les fichiers existants »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Runs on”</source>
      <translation>« Exécution sur »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Save the probability too”</source>
      <translation>« Enregistrer aussi la probabilité »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Scale, scene before”</source>
      <translation>« Échelle, scène avant »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Scale”</source>
      <translation>« Échelle »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Scene before the event”</source>
      <translation>« Scène avant l’événement »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Shift of scene before”</source>
      <translation>« Recalage de la scène avant »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Smooth outlines”</source>
      <translation>« Lisser les contours »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“The elevation may have gaps”</source>
      <translation>« Le MNT peut avoir des lacunes »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“There are none”</source>
      <translation>« Il n’y en a pas »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Threshold”</source>
      <translation>« Seuil »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Unit of elevation”</source>
      <translation>« Unité de l’altitude »</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Where possible (automatic)”</source>
      <translation>« Si possible (automatique) »</translation>
    </message>
    <message>
      <location filename="../processing/area.py" />
      <source>“{name}” has no polygon to map in; draw one, or leave the area empty for the whole scene.</source>
      <translation>« {name} » n’a aucun polygone où cartographier ; dessinez-en un ou laissez la zone vide pour toute la scène.</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>“{name}” is band {band} of a Sentinel-2 scene by its name, no elevation. Choose a digital elevation model (DEM).</source>
      <translation>« {name} » est d’après son nom la bande {band} d’une scène Sentinel-2, pas un MNT. Choisissez un modèle numérique de terrain (MNT).</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/wording.py" />
      <source>… or a table of them</source>
      <translation>… ou un tableau de scènes</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>… or folder of elevation tiles</source>
      <translation>… ou dossier de tuiles d’altitude</translation>
    </message>
  </context>
</TS>
