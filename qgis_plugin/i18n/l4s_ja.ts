<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
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
      <translation> または </translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>&amp;Account</source>
      <translation>アカウント(&amp;N)</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>&amp;Add the result to the project</source>
      <translation>結果をプロジェクトに追加(&amp;A)</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Bands</source>
      <translation>バンド(&amp;B)</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Cancel</source>
      <translation>キャンセル(&amp;C)</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Choose another Python…</source>
      <translation>別のPythonを選択(&amp;C)…</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <location filename="../gui/setup_page.py" />
      <source>&amp;Detect landslides</source>
      <translation>検出を開始(&amp;D)</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Download</source>
      <translation>ダウンロード(&amp;D)</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Elevation (Copernicus DEM, 30 m)</source>
      <translation>標高（Copernicus DEM、30 m）(&amp;E)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;End preview</source>
      <translation>プレビュー終了(&amp;E)</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>&amp;Existing environment</source>
      <translation>既存の環境(&amp;E)</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Folder</source>
      <translation>フォルダ(&amp;F)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Follow run-outs</source>
      <translation>流下域をたどる(&amp;F)</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>&amp;Inventory</source>
      <translation>インベントリ(&amp;I)</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>&amp;Landslides</source>
      <translation>斜面崩壊(&amp;L)</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>&amp;Level</source>
      <translation>レベル(&amp;L)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Outlines of what the map shows</source>
      <translation>表示範囲の輪郭を描画(&amp;O)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <location filename="../review/setup_page.py" />
      <source>&amp;Probability</source>
      <translation>確率(&amp;P)</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>&amp;Python</source>
      <translation>Python(&amp;P)</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>&amp;Repair</source>
      <translation>修復(&amp;R)</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Repair l4s…</source>
      <translation>l4sを修復(&amp;R)…</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Search</source>
      <translation>検索(&amp;S)</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Set up l4s…</source>
      <translation>l4sをセットアップ(&amp;S)…</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>&amp;Set up now</source>
      <translation>今すぐセットアップ(&amp;S)</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>&amp;Start review</source>
      <translation>レビューを開始(&amp;S)</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>&amp;Stop review</source>
      <translation>レビューを終了(&amp;S)</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Threshold</source>
      <translation>閾値(&amp;T)</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>&amp;Tune the model to this review…</source>
      <translation>このレビューに合わせてモデルを調整(&amp;T)…</translation>
    </message>
    <message>
      <location filename="../gui/notice.py" />
      <source>&amp;Update l4s…</source>
      <translation>l4sを更新(&amp;U)…</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>&amp;Update now</source>
      <translation>今すぐ更新(&amp;U)</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Use these</source>
      <translation>これらを使用(&amp;U)</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>&amp;Use these settings again</source>
      <translation>この設定を再び使用(&amp;U)</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>&amp;Use these without download</source>
      <translation>ダウンロードせずに使用(&amp;U)</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>&amp;Write as new inventory…</source>
      <translation>新規インベントリ(&amp;W)…</translation>
    </message>
    <message>
      <location filename="../processing/connect.py" />
      <source>(The environment variable {name} names it.)</source>
      <translation>（環境変数{name}で指定されています。）</translation>
    </message>
    <message>
      <location filename="../pictures/linked.py" />
      <source>(as on the map)</source>
      <translation>（地図の表示と同じ）</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <location filename="../review/setup_page.py" />
      <source>(none)</source>
      <translation>（なし）</translation>
    </message>
    <message>
      <location filename="../layers/form.py" />
      <location filename="../review/details.py" />
      <source>(not set)</source>
      <translation>（未設定）</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>-1000 (products since January 2022)</source>
      <translation>-1000（2022年1月以降のプロダクト）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>-1000 for products since 2022 (baseline 04.00), 0 for older ones. Not set: found automatically.</source>
      <translation>2022年以降のプロダクト（ベースライン04.00）は-1000、それ以前は0です。未設定の場合は自動判定します。</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>0 (products until January 2022)</source>
      <translation>0（2022年1月までのプロダクト）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>0 follows the pixels. Neighbours keep their shared boundary.</source>
      <translation>0ではピクセルの縁に沿います。隣り合うポリゴンの共有境界は保たれます。</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>1 landslide</source>
      <translation>斜面崩壊1件</translation>
    </message>
    <message>
      <location filename="../gui/devices.py" />
      <source>1 processor core</source>
      <translation>プロセッサ1コア</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>10 bands (10 and 20 m)</source>
      <translation>10バンド（10 mと20 m）</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>4 bands (blue, green, red, near infrared)</source>
      <translation>4バンド（青、緑、赤、近赤外）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>&lt;p&gt;Compares an inventory with a reference. Polygons that share at least half of what both cover (intersection over union) match, one with one: they are &lt;i&gt;true&lt;/i&gt;. &lt;i&gt;Partly true&lt;/i&gt; is what overlaps the reference without a match, &lt;i&gt;false&lt;/i&gt; what only the inventory has, &lt;i&gt;missed&lt;/i&gt; what only the reference has.&lt;/p&gt;&lt;p&gt;Ground that either of them did not observe is left out of both; &lt;b&gt;Area&lt;/b&gt; leaves out what lies outside of its polygons. The log has precision, recall and F1 of pixels, polygons and outlines with their intervals; the table &lt;i&gt;scores&lt;/i&gt; of the result has all of them.&lt;/p&gt;&lt;p&gt;A reference of points has no polygons that could match: then it is counted how many points lie in a polygon or within the &lt;b&gt;distance&lt;/b&gt;.&lt;/p&gt;</source>
      <translation>&lt;p&gt;インベントリを参照データと比較します。両者を合わせた範囲の半分以上を共有するポリゴン（IoU: 共通部分と和集合の面積比）を1対1で対応させ、&lt;i&gt;正検出&lt;/i&gt;とします。参照データと重なるが対応しないものは&lt;i&gt;一部正検出&lt;/i&gt;、インベントリだけにあるものは&lt;i&gt;誤検出&lt;/i&gt;、参照データだけにあるものは&lt;i&gt;見落とし&lt;/i&gt;です。&lt;/p&gt;&lt;p&gt;どちらか一方が観測していない範囲は、両方から除外されます。&lt;b&gt;エリア&lt;/b&gt;を指定すると、そのポリゴンの外も除外されます。ログには、ピクセル、ポリゴン、輪郭それぞれの適合率、再現率、F1が区間とともに出力されます。すべての値は結果の表&lt;i&gt;scores&lt;/i&gt;にあります。&lt;/p&gt;&lt;p&gt;参照データがポイントの場合、対応させるポリゴンがないため、ポリゴンの中または&lt;b&gt;距離&lt;/b&gt;以内にあるポイントを数えます。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>&lt;p&gt;Finds landslides in a Sentinel-2 scene (Level-1C or Level-2A) with a neural network and writes an inventory.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scene&lt;/b&gt;: a product, a raster with several bands, or one raster per band. &lt;b&gt;Elevation&lt;/b&gt;: any DEM that covers the scene; without it flat ground is not ruled out. &lt;b&gt;Scene before the event&lt;/b&gt;: then only new landslides are mapped.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Area&lt;/b&gt;: only what lies in the polygons, or in the rectangle, is mapped; empty for the whole scene.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Threshold&lt;/b&gt;: probability from 0 to 1. &lt;b&gt;Minimum area&lt;/b&gt;: square metres. &lt;b&gt;Minimum slope&lt;/b&gt;: degrees. &lt;b&gt;Smooth outlines&lt;/b&gt;: metres.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: polygons with area (m²), length and width (m), slope and aspect (degrees), confidence and origin. The GeoPackage also holds crown and toe points, what could not be observed (clouds, shadow, no data) and every parameter of the run; the first two can also be outputs of their own. &lt;b&gt;Probability&lt;/b&gt;: GeoTIFF, from which &lt;i&gt;Vectorise probability&lt;/i&gt; makes polygons with another threshold.&lt;/p&gt;&lt;p&gt;Read the result as a first draft that someone reviews: clearings, quarries and river beds can look like landslides.&lt;/p&gt;</source>
      <translation>&lt;p&gt;ニューラルネットワークでSentinel-2シーン（Level-1CまたはLevel-2A）から斜面崩壊を検出し、インベントリを作成します。&lt;/p&gt;&lt;p&gt;&lt;b&gt;シーン&lt;/b&gt;: プロダクト、マルチバンドラスタ、またはバンドごとのラスタ。&lt;b&gt;標高&lt;/b&gt;: シーンを覆う任意のDEM。指定しない場合、平坦地は除外されません。&lt;b&gt;イベント前のシーン&lt;/b&gt;: 指定すると、新しい斜面崩壊だけをマッピングします。&lt;/p&gt;&lt;p&gt;&lt;b&gt;エリア&lt;/b&gt;: ポリゴン内または矩形内だけをマッピングします。空欄の場合はシーン全体です。&lt;/p&gt;&lt;p&gt;&lt;b&gt;閾値&lt;/b&gt;: 0～1の確率。&lt;b&gt;最小面積&lt;/b&gt;: 平方メートル。&lt;b&gt;最小傾斜&lt;/b&gt;: 度。&lt;b&gt;輪郭の平滑化&lt;/b&gt;: メートル。&lt;/p&gt;&lt;p&gt;&lt;b&gt;インベントリ&lt;/b&gt;: 面積（m²）、長さと幅（m）、傾斜と傾斜方位（度）、信頼度、作成情報を持つポリゴン。GeoPackageには冠頂・末端ポイント、観測できなかった範囲（雲、影、データなし）、実行時の全パラメータも含まれます。最初の2つは個別の出力にもできます。&lt;b&gt;確率&lt;/b&gt;: GeoTIFF。&lt;i&gt;確率をベクタ化&lt;/i&gt;を使うと、別の閾値でポリゴンを作成できます。&lt;/p&gt;&lt;p&gt;結果は人によるレビューを前提とした素案です。伐採地、採石場、河床などは斜面崩壊のように見えることがあります。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>&lt;p&gt;Fits inverse gamma, double Pareto and power law to the areas of the landslides by maximum likelihood, and says what follows: the exponent of the tail, where the roll-over is and whether it is the landslides' or the sensor's, the magnitude of the event, from which size on it is complete.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: polygons of any file and CRS; rejected ones are left out. &lt;b&gt;Pixel size&lt;/b&gt; (metres) and &lt;b&gt;minimum mapping unit&lt;/b&gt; (square metres) are read from inventories of l4s; of others, say them: without them, small landslides that were missed bend the fits.&lt;/p&gt;&lt;p&gt;At least 100 landslides are needed, 50 for the power law. The numbers are in the log.&lt;/p&gt;</source>
      <translation>&lt;p&gt;斜面崩壊の面積に逆ガンマ分布、二重パレート分布、べき乗則を最尤法で当てはめ、裾の指数、ロールオーバーの位置とその原因（斜面崩壊そのものかセンサか）、イベントのマグニチュード、インベントリが完全とみなせる最小の大きさを示します。&lt;/p&gt;&lt;p&gt;&lt;b&gt;インベントリ&lt;/b&gt;: 任意のファイル、任意のCRSのポリゴン。棄却されたものは除かれます。&lt;b&gt;ピクセルサイズ&lt;/b&gt;（メートル）と&lt;b&gt;最小図化単位&lt;/b&gt;（平方メートル）は、l4sのインベントリからは自動で読み取られます。それ以外では指定してください。指定しないと、見落とされた小さな斜面崩壊のために当てはめが歪みます。&lt;/p&gt;&lt;p&gt;斜面崩壊は100件以上（べき乗則は50件以上）必要です。数値はログに出力されます。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>&lt;p&gt;Follows landslides over the years: each keeps its identifier, and its history is in the ledger.&lt;/p&gt;&lt;p&gt;Outlines that share half of what both cover are the same landslide. What is not found where the newer scene looked is revegetated and goes to a layer of that name; what was not observed stays as it was. Outlines that are replaced stay in the file.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Earlier inventory or ledger&lt;/b&gt; and &lt;b&gt;newer inventory&lt;/b&gt;: GeoPackages. They are not changed.&lt;/p&gt;</source>
      <translation>&lt;p&gt;斜面崩壊を年々追跡します。それぞれの識別子は変わらず、履歴は台帳に残ります。&lt;/p&gt;&lt;p&gt;両者を合わせた範囲の半分を共有する輪郭は、同じ斜面崩壊とみなします。新しいシーンで観測されたのに見つからないものは植生回復とし、その名前のレイヤに移します。観測されなかったものはそのままです。置き換えられた輪郭もファイルに残ります。&lt;/p&gt;&lt;p&gt;&lt;b&gt;以前のインベントリまたは台帳&lt;/b&gt;と&lt;b&gt;新しいインベントリ&lt;/b&gt;: GeoPackage。元のファイルは変更されません。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>&lt;p&gt;For each landslide and each asset: number and length of lines, number and area of polygons, number of points that the landslides hit. What a reviewer rejected does not count.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Distance downstream&lt;/b&gt;, with an elevation: also what lies on the way down from the lowest point of each landslide, as wide as you say. It shows where debris would go next, not how far it goes.&lt;/p&gt;&lt;p&gt;The result has the layers &lt;i&gt;landslides&lt;/i&gt;, &lt;i&gt;assets_hit&lt;/i&gt; and &lt;i&gt;flow_paths&lt;/i&gt;, and a table by confidence.&lt;/p&gt;</source>
      <translation>&lt;p&gt;斜面崩壊ごと、保全対象ごとに、斜面崩壊がかかるラインの数と長さ、ポリゴンの数と面積、ポイントの数を求めます。レビューで棄却されたものは数えません。&lt;/p&gt;&lt;p&gt;&lt;b&gt;下流への距離&lt;/b&gt;を標高とともに指定すると、各斜面崩壊の最低点から下る流下経路上（指定した幅）にあるものも対象になります。土砂が次に向かう先を示すもので、到達距離を示すものではありません。&lt;/p&gt;&lt;p&gt;結果には、レイヤ&lt;i&gt;landslides&lt;/i&gt;、&lt;i&gt;assets_hit&lt;/i&gt;、&lt;i&gt;flow_paths&lt;/i&gt;と、信頼度別の表が含まれます。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>&lt;p&gt;Makes one inventory of those of several scenes: neighbouring tiles, orbits or dates.&lt;/p&gt;&lt;p&gt;Polygons of one event that overlap by a fifth of the smaller one are one landslide: it gets their union and names all its scenes. Smaller overlaps go to the polygon with the higher probability, so that no ground is counted twice. What reviewers said is kept, rejected polygons too. &lt;i&gt;Not observed&lt;/i&gt; is what none of the scenes observed; the layer &lt;i&gt;scenes&lt;/i&gt; shows where each looked.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventories&lt;/b&gt;: GeoPackages of single scenes. They are not changed.&lt;/p&gt;</source>
      <translation>&lt;p&gt;複数シーン（隣接タイル、別軌道、別日）のインベントリを1つにまとめます。&lt;/p&gt;&lt;p&gt;同じイベントのポリゴンで、小さい方の5分の1以上が重なるものは1つの斜面崩壊とし、和集合の輪郭とすべてのシーン名を与えます。それより小さい重なりは確率の高いポリゴンに属し、同じ場所が二重に数えられることはありません。レビューの内容は、棄却されたポリゴンも含めて残ります。&lt;i&gt;未観測域&lt;/i&gt;はどのシーンでも観測されなかった範囲で、レイヤ&lt;i&gt;scenes&lt;/i&gt;は各シーンが見た範囲を示します。&lt;/p&gt;&lt;p&gt;&lt;b&gt;インベントリ&lt;/b&gt;: 単一シーンのGeoPackage。変更されません。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>&lt;p&gt;Makes polygons from the probability raster of &lt;i&gt;Detect landslides&lt;/i&gt;, with another threshold or other rules, in seconds: the network does not run again.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Threshold&lt;/b&gt;: probability from 0 to 1; not set, the one that the raster was made with. &lt;b&gt;Minimum area&lt;/b&gt;: square metres. &lt;b&gt;Minimum slope&lt;/b&gt;: degrees, needs the elevation. &lt;b&gt;Smooth outlines&lt;/b&gt;: metres.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Rectangle&lt;/b&gt;: only this part; landslides cut by its edge are marked as truncated.&lt;/p&gt;</source>
      <translation>&lt;p&gt;&lt;i&gt;斜面崩壊を検出&lt;/i&gt;の確率ラスタから、別の閾値や条件で数秒のうちにポリゴンを作成します。ニューラルネットワークは再実行しません。&lt;/p&gt;&lt;p&gt;&lt;b&gt;閾値&lt;/b&gt;: 0～1の確率。未設定の場合はラスタ作成時の値です。&lt;b&gt;最小面積&lt;/b&gt;: 平方メートル。&lt;b&gt;最小傾斜&lt;/b&gt;: 度。標高が必要です。&lt;b&gt;輪郭の平滑化&lt;/b&gt;: メートル。&lt;/p&gt;&lt;p&gt;&lt;b&gt;矩形&lt;/b&gt;: この範囲だけを処理します。端で途切れた斜面崩壊にはその旨が記録されます。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>&lt;p&gt;Maps the landslides of many Sentinel-2 scenes. Each gets an inventory in the folder &lt;i&gt;scenes&lt;/i&gt;, and &lt;i&gt;inventory.gpkg&lt;/i&gt; merges them: a landslide in two overlapping scenes is one polygon.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scenes&lt;/b&gt;: products (.zip), the MTD_MSIL1C.xml or MTD_MSIL2A.xml of unpacked ones, rasters or STAC items; or a &lt;b&gt;table&lt;/b&gt; (CSV with the columns scene, dem, pre, aoi, event_id, event_date, trigger, name, or an item collection). &lt;b&gt;Elevation&lt;/b&gt;: one raster, or a folder of tiles.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Go on&lt;/b&gt;: scenes that are complete, with the same inputs, model and parameters, are not mapped again. A scene that fails stops no other; the log and &lt;i&gt;run.jsonl&lt;/i&gt; say why.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scenes at a time&lt;/b&gt;: each needs about 1.5 GB of memory.&lt;/p&gt;</source>
      <translation>&lt;p&gt;多数のSentinel-2シーンの斜面崩壊をマッピングします。各シーンのインベントリはフォルダ&lt;i&gt;scenes&lt;/i&gt;に入り、&lt;i&gt;inventory.gpkg&lt;/i&gt;がそれらをまとめます。重なる2シーンに写る斜面崩壊は1つのポリゴンになります。&lt;/p&gt;&lt;p&gt;&lt;b&gt;シーン&lt;/b&gt;: プロダクト（.zip）、展開済みプロダクトのMTD_MSIL1C.xmlまたはMTD_MSIL2A.xml、ラスタ、STACアイテム。または&lt;b&gt;表&lt;/b&gt;（列 scene, dem, pre, aoi, event_id, event_date, trigger, name を持つCSV、またはアイテムコレクション）。&lt;b&gt;標高&lt;/b&gt;: ラスタ1つ、またはタイルのフォルダ。&lt;/p&gt;&lt;p&gt;&lt;b&gt;続きから&lt;/b&gt;: 同じ入力、モデル、パラメータで完了したシーンは再計算されません。失敗したシーンがあっても他は続行され、理由はログと&lt;i&gt;run.jsonl&lt;/i&gt;に残ります。&lt;/p&gt;&lt;p&gt;&lt;b&gt;同時に処理するシーン数&lt;/b&gt;: 1シーンにつき約1.5 GBのメモリが必要です。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>&lt;p&gt;Moves the last numbers of a model towards what you decided about its polygons. Twenty to fifty decisions all over the scene are enough: accepted, redrawn and added ones are landslides, rejected ones are none. It takes a minute or two.&lt;/p&gt;&lt;p&gt;The tuned model is judged on neighbourhoods that it has not seen. Where it does no better the log says so, and &lt;b&gt;no model is written&lt;/b&gt; unless you ask for it. Give the tuned model to &lt;i&gt;Detect landslides&lt;/i&gt; under &lt;b&gt;Model: file&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Scene, elevation, level and clouds are to be those of the run that was reviewed.&lt;/p&gt;</source>
      <translation>&lt;p&gt;モデルの末端の係数を、ポリゴンに対するレビューの判断に近づけます。シーン全体にわたる20～50件の判断で十分です。採用、描き直し、追加されたものは斜面崩壊、棄却されたものは斜面崩壊でないものとして扱います。1～2分かかります。&lt;/p&gt;&lt;p&gt;調整したモデルは、まだ見ていない区域で評価されます。良くならない場合はその旨がログに出力され、指定しない限り&lt;b&gt;モデルは書き出されません&lt;/b&gt;。調整したモデルは、&lt;i&gt;斜面崩壊を検出&lt;/i&gt;の&lt;b&gt;モデル: ファイル&lt;/b&gt;に指定してください。&lt;/p&gt;&lt;p&gt;シーン、標高、レベル、雲は、レビューした結果の実行時と同じにしてください。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>&lt;p&gt;Splits landslides that were mapped as one along the watersheds inside of their outlines, and draws the way from the crown to the toe of every landslide (layer &lt;i&gt;centre_lines&lt;/i&gt;).&lt;/p&gt;&lt;p&gt;The parts are the outline, without gaps; it is kept in the layer &lt;i&gt;before_split&lt;/i&gt;. Landslides that were reviewed stay whole unless you ask for it, and rejected ones always do.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Least difference in height&lt;/b&gt;: metres by which crowns, and toes, differ from the ground between them. &lt;b&gt;Minimum area&lt;/b&gt;: of a part, square metres; not set, that of the run.&lt;/p&gt;</source>
      <translation>&lt;p&gt;1つとしてマッピングされた複数の斜面崩壊を、輪郭内の集水域に沿って分割し、それぞれの冠頂から末端までの経路（レイヤ&lt;i&gt;centre_lines&lt;/i&gt;）を描きます。&lt;/p&gt;&lt;p&gt;分割後の各部分は元の輪郭を隙間なく埋めます。元の輪郭はレイヤ&lt;i&gt;before_split&lt;/i&gt;に残ります。レビュー済みの斜面崩壊は、指定しない限り分割されません。棄却されたものは常に分割されません。&lt;/p&gt;&lt;p&gt;&lt;b&gt;最小の高低差&lt;/b&gt;: 冠頂どうし、末端どうしが、その間の地面に対して持つ高低差（メートル）。&lt;b&gt;最小面積&lt;/b&gt;: 分割後の1つの部分の面積（平方メートル）。未設定の場合は実行時の値です。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>&lt;p&gt;Writes an inventory as a catalogue or another program has it, or somebody's file as an inventory that all other algorithms take.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: GeoPackage, GeoJSON, Shapefile (zipped too), FlatGeobuf, KML, KMZ, GML, GeoParquet, or CSV with longitude and latitude.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Format&lt;/b&gt;: &lt;i&gt;inventory&lt;/i&gt; is a GeoPackage of this plugin; &lt;i&gt;coolr&lt;/i&gt;, &lt;i&gt;usgs&lt;/i&gt; and &lt;i&gt;iffi&lt;/i&gt; are the landslide catalogues of NASA, the United States and Italy; &lt;i&gt;stac&lt;/i&gt; describes the files for a catalogue of data. The log says what a format does not hold.&lt;/p&gt;</source>
      <translation>&lt;p&gt;インベントリを他のカタログやプログラムの形式で書き出すか、他の人のファイルを、他のすべてのアルゴリズムで使えるインベントリに変換します。&lt;/p&gt;&lt;p&gt;&lt;b&gt;インベントリ&lt;/b&gt;: GeoPackage、GeoJSON、Shapefile（zipも可）、FlatGeobuf、KML、KMZ、GML、GeoParquet、または経度・緯度を持つCSV。&lt;/p&gt;&lt;p&gt;&lt;b&gt;形式&lt;/b&gt;: &lt;i&gt;inventory&lt;/i&gt;は本プラグインのGeoPackageです。&lt;i&gt;coolr&lt;/i&gt;、&lt;i&gt;usgs&lt;/i&gt;、&lt;i&gt;iffi&lt;/i&gt;は、NASA、米国、イタリアの斜面崩壊カタログです。&lt;i&gt;stac&lt;/i&gt;は、データカタログ向けにファイルを記述します。形式に含められない内容はログに出力されます。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>&lt;p&gt;Writes one HTML page with a map, sizes, confidence, what could not be seen, review, warnings and parameters of an inventory. It needs no network. To have a PDF, print it in a browser.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Inventory&lt;/b&gt;: polygons of any file and CRS; what is not known of it, the page says. The picture under the landslides is that of the scene that the inventory names, unless another &lt;b&gt;Scene&lt;/b&gt; is chosen. With a &lt;b&gt;Reference&lt;/b&gt; the page has the accuracy too, with &lt;b&gt;Assets&lt;/b&gt; what of them is hit.&lt;/p&gt;&lt;p&gt;The page opens from &lt;i&gt;Processing &amp;gt; Results Viewer&lt;/i&gt;.&lt;/p&gt;</source>
      <translation>&lt;p&gt;インベントリの地図、規模、信頼度、観測できなかった範囲、レビュー、警告、パラメータを1つのHTMLページにまとめます。ネットワークは不要です。PDFが必要な場合は、ブラウザで印刷してください。&lt;/p&gt;&lt;p&gt;&lt;b&gt;インベントリ&lt;/b&gt;: 任意のファイル、任意のCRSのポリゴン。分からないことはページに示されます。斜面崩壊の背景画像は、別の&lt;b&gt;シーン&lt;/b&gt;を指定しない限り、インベントリに記録されたシーンです。&lt;b&gt;参照データ&lt;/b&gt;を指定すると精度も、&lt;b&gt;保全対象&lt;/b&gt;を指定すると被災したものも示します。&lt;/p&gt;&lt;p&gt;ページは&lt;i&gt;プロセシング &amp;gt; 結果ビューア&lt;/i&gt;から開けます。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>&lt;p&gt;Writes the channels of Landslide4Sense as one GeoTIFF on a 10 m grid: B1 to B12 (without B8A), slope and elevation; what the scene does not have is left out. Bands of 20 and 60 m are resampled.&lt;/p&gt;&lt;p&gt;Units: reflectance times 10,000 (the offset of newer products is removed), slope in degrees, elevation in metres; no data is NaN.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Scene&lt;/b&gt;: a product, a raster with several bands, or one raster per band. &lt;b&gt;Clouds&lt;/b&gt;: keep them in, or cut clouds, their shadow and snow out, as found by that test.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Landslide4Senseのチャンネルを、10 mグリッドの1つのGeoTIFFに書き出します。B1～B12（B8Aを除く）、傾斜、標高です。シーンにないものは省かれます。20 mと60 mのバンドはリサンプリングします。&lt;/p&gt;&lt;p&gt;単位: 反射率×10,000（新しいプロダクトのオフセットは除去済み）、傾斜は度、標高はメートル、データなしはNaNです。&lt;/p&gt;&lt;p&gt;&lt;b&gt;シーン&lt;/b&gt;: プロダクト、マルチバンドラスタ、またはバンドごとのラスタ。&lt;b&gt;雲&lt;/b&gt;: 残すか、その判定で見つかった雲、雲の影、雪を取り除きます。&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <source>A Sentinel-2 product as downloaded (.zip, or its .SAFE folder), a folder with one file for each band, or one raster with all bands.</source>
      <translation>ダウンロードしたままのSentinel-2プロダクト（.zipまたは.SAFEフォルダ）、バンドごとに1ファイルのフォルダ、または全バンドを含む1つのラスタ。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>A comparison is a GeoPackage; give a name that ends in .gpkg.</source>
      <translation>比較結果はGeoPackageです。.gpkgで終わる名前を指定してください。</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>A copy of that layer of the inventory, for the next step of a model.</source>
      <translation>インベントリのそのレイヤのコピー。モデルの次のステップで使えます。</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>A detection is running: wait for its end, or cancel it.</source>
      <translation>検出を実行中です。終了を待つか、キャンセルしてください。</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/parameters.py" />
      <source>A fully-connected conditional random field over the probability, before the threshold.</source>
      <translation>閾値の適用前に、全結合の条件付き確率場を確率に適用します。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>A ledger is a GeoPackage; give it a name that ends in .gpkg.</source>
      <translation>台帳はGeoPackageです。.gpkgで終わる名前を指定してください。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>A model of your own, in the place of an installed one.</source>
      <translation>インストール済みモデルの代わりに使う独自のモデル。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>A package is damaged. Fetch it again, then try again; the log says which.</source>
      <translation>パッケージが破損しています。取得し直してから、もう一度実行してください。該当するパッケージはログに記載されています。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>A polygon drawn on the map</source>
      <translation>地図上に描いたポリゴン</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>A rectangle drawn on the map</source>
      <translation>地図上に描いた矩形</translation>
    </message>
    <message>
      <location filename="../gui/sample.py" />
      <source>A run is going on; wait for its end, or cancel it.</source>
      <translation>実行中です。終了を待つか、キャンセルしてください。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>A scene of another processing level than the model's, with values that are no reflectance, or mostly snow is refused otherwise.</source>
      <translation>指定しない場合、処理レベルがモデルと異なるシーン、値が反射率でないシーン、大部分が雪のシーンは受け付けません。</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>A second map with the scene before, which goes where the map goes.</source>
      <translation>イベント前のシーンを表示する2つ目の地図。メインの地図に連動します。</translation>
    </message>
    <message>
      <location filename="../layers/picture.py" />
      <source>A small picture of the surroundings of a landslide, as HTML, for map tips.</source>
      <translation>地図のTips用に、斜面崩壊の周辺の小さな画像をHTMLで返します。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>A system library is missing. Install the Microsoft Visual C++ Redistributable (64 bit), then try again.</source>
      <translation>システムライブラリがありません。Microsoft Visual C++再頒布可能パッケージ（64ビット）をインストールしてから、もう一度実行してください。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Abandoned: its cause is gone</source>
      <translation>活動終息: 原因が消滅</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Accept</source>
      <translation>採用</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>Accept all above a probability</source>
      <translation>確率以上のものをすべて採用</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Accept all above…</source>
      <translation>確率以上を採用…</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Accept all that nobody has reviewed from a probability on.</source>
      <translation>誰もレビューしていないもののうち、指定の確率以上のものをすべて採用します。</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Accept {count} landslides</source>
      <translation>斜面崩壊{count}件を採用</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Accept {name}</source>
      <translation>{name}を採用</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../layers/symbols.py" />
      <location filename="../review/polygon_list.py" />
      <source>Accepted</source>
      <translation>採用</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../layers/symbols.py" />
      <location filename="../review/polygon_list.py" />
      <source>Accepted, new outline</source>
      <translation>採用（輪郭修正）</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Accepted: {count}. Undo takes it back.</source>
      <translation>採用: {count}件。「元に戻す」で取り消せます。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Active: moving now</source>
      <translation>活動中: 現在移動している</translation>
    </message>
    <message>
      <location filename="../gui/path_list.py" />
      <location filename="../review/actions.py" />
      <source>Add</source>
      <translation>追加</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Add a landslide</source>
      <translation>斜面崩壊を追加</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Add a landslide that was missed: click it, or draw it.</source>
      <translation>見落とされた斜面崩壊を、クリックするか描いて追加します。</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Add the scenes before the event, or choose “None”.</source>
      <translation>イベント前のシーンを追加するか「なし」を選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Add to this project</source>
      <translation>このプロジェクトに追加</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Add {name}</source>
      <translation>{name}を追加</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Added to the stored values</source>
      <translation>格納値への加算値</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Added to the stored values of the scene before</source>
      <translation>イベント前のシーンの格納値に加える値</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>Added to the stored values. Products since 25 January 2022 store 1000 more than reflectance x 10000.</source>
      <translation>格納値に加える値。2022年1月25日以降のプロダクトは、反射率 x 10000 より1000大きい値を格納しています。</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Adds pictures of the scene, and of the scene before, that they were mapped in.</source>
      <translation>斜面崩壊をマッピングしたシーンと、イベント前のシーンの画像を追加します。</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>Adds the scene to the map in the colours of the ground, below the landslides. Nothing is copied.</source>
      <translation>シーンを地表の色のまま、斜面崩壊の下に追加します。データはコピーされません。</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../gui/setup_advanced.py" />
      <source>Advanced</source>
      <translation>詳細設定</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>All</source>
      <translation>すべて</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <location filename="../processing/algorithms/convert.py" />
      <source>All files</source>
      <translation>すべてのファイル</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>All files (*)</source>
      <translation>すべてのファイル (*)</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>All of these (168 times as long)</source>
      <translation>これらすべて（168倍の時間）</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>All polygons have been reviewed. Save the review to keep it.</source>
      <translation>すべてのポリゴンをレビューしました。結果を残すには、レビューを保存してください。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Also write for each scene</source>
      <translation>シーンごとに追加で出力</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../gui/before_group.py" />
      <source>Always</source>
      <translation>常に</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>An account of QGIS's own password store; only for catalogues that want one. It is in no project file.</source>
      <translation>QGISの認証データベースのアカウント。必要とするカタログでのみ使います。プロジェクトファイルには保存されません。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>An earlier inventory of the same ground. Landslides that match reviewed ones keep identifier, review, notes and type; what was drawn by hand stays. It may be the file that is written: a copy is kept then.</source>
      <translation>同じ場所の以前のインベントリ。レビュー済みのものと一致する斜面崩壊は、識別子、レビュー、備考、種類を引き継ぎ、手で描いたものも残ります。書き込み先と同じファイルでもかまいません。その場合は元のファイルのコピーが残ります。</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>An earlier version of this plugin is still installed; uninstall {plugin} in the plugin manager.</source>
      <translation>このプラグインの以前の版がまだインストールされています。プラグインの管理で {plugin} をアンインストールしてください。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>An order that is not in the list, like B2,B3,B4,B8; a minus leaves a band out.</source>
      <translation>リストにない順序（例: B2,B3,B4,B8）。マイナスを付けたバンドは除外されます。</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Another Python on this computer</source>
      <translation>このコンピュータの別のPython</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Another file…</source>
      <translation>別のファイル…</translation>
    </message>
    <message>
      <location filename="../backend/installation.py" />
      <source>Another window of QGIS is setting up l4s at this moment. Wait until it is done.</source>
      <translation>QGISの別のウィンドウがl4sをセットアップ中です。終わるまでお待ちください。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Any raster of heights, in any coordinate system and resolution.</source>
      <translation>標高のラスタ。座標参照系と解像度は問いません。</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Area</source>
      <translation>面積</translation>
    </message>
    <message>
      <location filename="../review/table_model.py" />
      <source>Area (ha)</source>
      <translation>面積（ha）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Area (m²)</source>
      <translation>面積（m²）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/algorithms/merge.py" />
      <location filename="../processing/algorithms/report.py" />
      <location filename="../processing/algorithms/statistics.py" />
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Area of the landslides (square metres)</source>
      <translation>斜面崩壊の面積（平方メートル）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Area to compare (polygons)</source>
      <translation>比較するエリア（ポリゴン）</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Area to map</source>
      <translation>図化する範囲</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Area to search</source>
      <translation>検索する範囲</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Area-frequency figure</source>
      <translation>面積・頻度の図</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Area: file with polygons</source>
      <translation>エリア: ポリゴンのファイル</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/wording.py" />
      <source>Area: polygons</source>
      <translation>エリア: ポリゴン</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>Area: rectangle</source>
      <translation>エリア: 矩形</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Area: {hectares} ha</source>
      <translation>面積: {hectares} ha</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>As calibrated</source>
      <translation>校正値</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>As in the table below</source>
      <translation>下の表のとおり</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>As last time</source>
      <translation>前回と同じ</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>As marked in the product</source>
      <translation>プロダクトの雲情報を使用</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>As the file names them</source>
      <translation>ファイルの名前のとおり</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>As the file says</source>
      <translation>ファイルの記載どおり</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>As the raster names them</source>
      <translation>ラスタの名前のとおり</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>As the threshold</source>
      <translation>閾値と同じ</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Asking for sizes</source>
      <translation>サイズを問い合わせ中</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Asking it…</source>
      <translation>確認しています…</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <location filename="../processing/algorithms/report.py" />
      <source>Assets (roads, buildings, points)</source>
      <translation>保全対象（道路、建物、ポイント）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Assets hit</source>
      <translation>被災した保全対象</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Automatic</source>
      <translation>自動</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Automatic: as the file says it, else metres.</source>
      <translation>自動: ファイルの記載に従い、なければメートルとします。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Automatic: the graphics card where there is one that can be used, else the processor.</source>
      <translation>自動: 使用できるGPUがあればGPU、なければCPUを使います。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Automatic: where the shift is known well and at least 0.3 pixels.</source>
      <translation>自動: ずれが確実に求まり、0.3ピクセル以上の場合に補正します。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Average the probability over</source>
      <translation>確率を平均するビュー</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Back</source>
      <translation>前へ</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Bands of a raster with several bands, in its order</source>
      <translation>マルチバンドラスタのバンド（並び順）</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Bare before</source>
      <translation>以前から裸地</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <location filename="../processing/loading.py" />
      <source>Bare before the event</source>
      <translation>イベント前からの裸地</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Bare before, new ground joins</source>
      <translation>以前から裸地、新たな裸地が隣接</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Bare rock</source>
      <translation>露岩</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Before: {name}, {day}</source>
      <translation>イベント前: {name}、{day}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Boulder, debris or silt fall</source>
      <translation>巨礫・岩屑・シルトの崩落</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <source>Browse</source>
      <translation>参照</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Building site</source>
      <translation>工事現場</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Built-in spectral test</source>
      <translation>内蔵のスペクトル判定</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>CRS of a file that does not say its own</source>
      <translation>CRS情報のないファイルのCRS</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>CSV with the column scene, or a STAC item collection as l4s search writes it.</source>
      <translation>列sceneを持つCSV、またはl4s searchが出力するSTACアイテムコレクション。</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Ca&amp;talogue</source>
      <translation>カタログ(&amp;T)</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Calibrated: {value} %</source>
      <translation>校正値: {value} %</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <location filename="../gui/runner.py" />
      <source>Cancelled.</source>
      <translation>キャンセルしました。</translation>
    </message>
    <message>
      <location filename="../backend/process.py" />
      <location filename="../gui/detect_dock.py" />
      <location filename="../processing/run.py" />
      <location filename="../tasks.py" />
      <source>Cancelled; nothing was written.</source>
      <translation>キャンセルしました。何も書き込まれていません。</translation>
    </message>
    <message>
      <location filename="../backend/installation.py" />
      <location filename="../gui/setup_page.py" />
      <source>Cancelled; what was there before is unchanged.</source>
      <translation>キャンセルしました。以前の状態から変更はありません。</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>Cancelling…</source>
      <translation>キャンセルしています…</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Carry over the review of</source>
      <translation>レビューの引き継ぎ元</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Carry over the review of {name}</source>
      <translation>{name}のレビューを引き継ぐ</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Carry the &amp;review over</source>
      <translation>レビューを引き継ぐ(&amp;R)</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Carry the review over</source>
      <translation>レビューを引き継ぐ</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Centimetres</source>
      <translation>センチメートル</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Centre lines</source>
      <translation>中心線</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Change of a lake level</source>
      <translation>ダム・湖の水位変動</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Check that each band is the right one.</source>
      <translation>各バンドが正しいか確認してください。</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>Checking</source>
      <translation>確認中</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Checking the files</source>
      <translation>ファイルを確認中</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Checking the scene…</source>
      <translation>シーンを確認しています…</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Checksum of the model</source>
      <translation>モデルのチェックサム</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Choose a catalogue, or type its address (https://…).</source>
      <translation>カタログを選択するか、アドレス（https://…）を入力してください。</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <source>Choose a file</source>
      <translation>ファイルを選択</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Choose a file for the converted inventory.</source>
      <translation>変換後のインベントリのファイルを指定してください。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Choose a file for the report.</source>
      <translation>レポートのファイルを指定してください。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Choose a file for the tuned model.</source>
      <translation>調整したモデルのファイルを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <location filename="../gui/path_list.py" />
      <source>Choose a folder</source>
      <translation>フォルダを選択</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Choose a folder for the download, or use the scenes without.</source>
      <translation>ダウンロード先のフォルダを選択するか、ダウンロードせずにシーンを使用してください。</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Choose a model</source>
      <translation>モデルを選択</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Choose a scene after the event.</source>
      <translation>イベント後のシーンを選択してください。</translation>
    </message>
    <message>
      <location filename="../processing/vector_files.py" />
      <source>Choose a vector layer that is saved in a file.</source>
      <translation>ファイルに保存されているベクタレイヤを選択してください。</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Choose another polygon to merge with.</source>
      <translation>結合する別のポリゴンを選択してください。</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Choose at least two pictures under "Layers and reviewer" to flicker between.</source>
      <translation>切替表示には、「レイヤとレビュー担当者」で画像を2つ以上選択してください。</translation>
    </message>
    <message>
      <location filename="../processing/area.py" />
      <source>Choose either a polygon layer or a rectangle as the area, not both.</source>
      <translation>エリアには、ポリゴンレイヤか矩形のどちらか一方だけを指定してください。</translation>
    </message>
    <message>
      <location filename="../gui/path_list.py" />
      <source>Choose files</source>
      <translation>ファイルを選択</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Choose scenes in the table (Ctrl for several).</source>
      <translation>表からシーンを選択してください（Ctrlで複数選択）。</translation>
    </message>
    <message>
      <location filename="../processing/scene_input.py" />
      <source>Choose the Sentinel-2 scene: a file, a folder or layers.</source>
      <translation>Sentinel-2シーンをファイル、フォルダ、レイヤのいずれかで指定してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the Sentinel-2 scene: a product file (.zip), a folder or a raster.</source>
      <translation>Sentinel-2シーンを選択してください（プロダクトの.zipファイル、フォルダ、またはラスタ）。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Choose the assets.</source>
      <translation>保全対象を選択してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the elevation file, or “No elevation”.</source>
      <translation>標高ファイルか「標高なし」を選択してください。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Choose the elevation, which tells the way downstream.</source>
      <translation>下流への経路を求めるための標高を選択してください。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Choose the elevation.</source>
      <translation>標高を選択してください。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Choose the inventories to merge.</source>
      <translation>結合するインベントリを選択してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the layer with the Sentinel-2 scene.</source>
      <translation>Sentinel-2シーンのレイヤを選択してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Choose the layer with the elevation.</source>
      <translation>標高のレイヤを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Choose the layer with the polygons of the area.</source>
      <translation>エリアのポリゴンを含むレイヤを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Choose the layer with the scene before the event, or “None”.</source>
      <translation>イベント前のシーンのレイヤか「なし」を選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Choose the scene before the event, or “None”.</source>
      <translation>イベント前のシーンか「なし」を選択してください。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Choose the scenes: either files or a table, one of the two.</source>
      <translation>シーンをファイルか表のどちらか一方で指定してください。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Choose the two inventories to compare.</source>
      <translation>比較する2つのインベントリを選択してください。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Choose the type of the landslide.</source>
      <translation>斜面変動の種類を選択します。</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Classes of the product</source>
      <translation>プロダクトの分類</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Clay or silt compound slide</source>
      <translation>粘土・シルトの複合すべり</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Clay or silt planar slide</source>
      <translation>粘土・シルトの平面すべり</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Clay or silt rotational slide</source>
      <translation>粘土・シルトの回転すべり</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Click a landslide that was missed. D: draw it by hand. Esc: end.</source>
      <translation>見落とされた斜面崩壊をクリックします。D: 手で描く。Esc: 終了。</translation>
    </message>
    <message>
      <location filename="../review/map_tools.py" />
      <source>Click a line across the polygon; right click ends, Esc gives up.</source>
      <translation>ポリゴンを横切る線をクリックで描きます。右クリックで終了、Escで中止します。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Click another polygon to make both one.</source>
      <translation>別のポリゴンをクリックして1つに結合します。</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Click the corners of the landslide; right click ends, Esc gives up.</source>
      <translation>斜面崩壊の頂点をクリックします。右クリックで終了、Escで中止します。</translation>
    </message>
    <message>
      <location filename="../review/map_tools.py" />
      <source>Click the corners of the new outline; right click ends, Esc gives up.</source>
      <translation>新しい輪郭の頂点をクリックします。右クリックで終了、Escで中止します。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Click the corners; right click ends, Backspace takes one back, Esc gives up.</source>
      <translation>頂点をクリックします。右クリックで終了、Backspaceで1つ戻り、Escで中止します。</translation>
    </message>
    <message>
      <location filename="../review/map_tools.py" />
      <source>Click the polygon that belongs to this one.</source>
      <translation>一体とみなすポリゴンをクリックしてください。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Cloud</source>
      <translation>雲</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Cloud shadow</source>
      <translation>雲の影</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../gui/options_group.py" />
      <location filename="../processing/algorithms/stack.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Clouds</source>
      <translation>雲</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Clouds in the whole scene, as its catalogue says</source>
      <translation>シーン全体の雲量（カタログの値）</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Com&amp;pare</source>
      <translation>比較(&amp;P)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Combine bands, slope and elevation</source>
      <translation>バンド、傾斜、標高を結合</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Combined raster</source>
      <translation>結合ラスタ</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Compactness (circle = 1)</source>
      <translation>円形度（円 = 1）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Compare inventories</source>
      <translation>インベントリを比較</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Compares an inventory with a reference: which landslides are true, false and missed, and the scores.</source>
      <translation>インベントリを参照データと比較し、正検出・誤検出・見落としの斜面崩壊と評価指標を示します。</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing pixels that look alike</source>
      <translation>似たピクセルを比較中</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing with the reference</source>
      <translation>参照データと比較中</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing with the scene before</source>
      <translation>イベント前のシーンと比較中</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Comparing with the slopes</source>
      <translation>傾斜と照合</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Comparison</source>
      <translation>比較</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Complete from (square metres)</source>
      <translation>完全とみなせる最小面積（平方メートル）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <source>Confidence</source>
      <translation>信頼度</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Confident ({low} to {high} %)</source>
      <translation>確か（{low}～{high} %）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Convert inventory</source>
      <translation>インベントリを変換</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Converted inventory</source>
      <translation>変換したインベントリ</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Copied. Paste it into your message.</source>
      <translation>コピーしました。メッセージに貼り付けてください。</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Copy d&amp;iagnostics</source>
      <translation>診断情報をコピー(&amp;I)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Counts and measures the roads, buildings and other assets that landslides hit, and those below them.</source>
      <translation>斜面崩壊がかかる道路、建物などの保全対象と、その下流にあるものを数え、計測します。</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Covers</source>
      <translation>被覆率</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Crown (highest point)</source>
      <translation>冠頂（最高点）</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <location filename="../processing/loading.py" />
      <location filename="../processing/parts.py" />
      <source>Crown and toe points</source>
      <translation>冠頂・末端ポイント</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Cut off at an edge</source>
      <translation>端で途切れ</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Cut off by the edge of what could be seen: it may be larger.</source>
      <translation>観測範囲の端で途切れているため、実際はさらに大きい可能性があります。</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../gui/event_group.py" />
      <location filename="../gui/history_dialog.py" />
      <source>Date</source>
      <translation>日付</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Date of the event</source>
      <translation>イベントの日付</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Day of the e&amp;vent</source>
      <translation>イベントの日付(&amp;V)</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Day when the scene was taken</source>
      <translation>シーンの撮影日</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Days after the event</source>
      <translation>イベント後の日数</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Days before the event</source>
      <translation>イベント前の日数</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Debris avalanche</source>
      <translation>岩屑なだれ</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Debris flood</source>
      <translation>土砂流（デブリフラッド）</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Debris flow</source>
      <translation>土石流</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Decimetres</source>
      <translation>デシメートル</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Describe {name}</source>
      <translation>{name}の記述</translation>
    </message>
    <message>
      <location filename="../gui/layer_menu.py" />
      <source>Detect again with the settings of this layer…</source>
      <translation>このレイヤの設定で再検出…</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <location filename="../plugin.py" />
      <location filename="../processing/algorithms/detect.py" />
      <source>Detect landslides</source>
      <translation>斜面崩壊を検出</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Detect landslides in many scenes</source>
      <translation>多数のシーンで斜面崩壊を検出</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Detecting landslides</source>
      <translation>斜面崩壊の検出</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <location filename="../processing/base.py" />
      <source>Detection</source>
      <translation>検出</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Distance downstream (metres)</source>
      <translation>下流への距離（メートル）</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Done in {time}. You can detect landslides now.</source>
      <translation>{time}で完了しました。斜面崩壊を検出できます。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Dormant: could move again</source>
      <translation>休眠: 再び移動する可能性あり</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Doubtful for the model: point here to read why</source>
      <translation>モデルに合わないおそれあり: ここにカーソルを置くと理由を表示</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Downloaded product (.zip, or the MTD_MSIL1C.xml or MTD_MSIL2A.xml in an unpacked one), a raster with several bands, one raster per band (layers or files, each named after its band, like B02), or a STAC item (.json). Scripts and models may also give a folder.</source>
      <translation>ダウンロードしたプロダクト（.zip、または展開済みプロダクトのMTD_MSIL1C.xmlかMTD_MSIL2A.xml）、マルチバンドラスタ、バンドごとのラスタ（B02のようにバンド名が付いたレイヤまたはファイル）、STACアイテム（.json）のいずれか。スクリプトやモデルではフォルダも指定できます。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Downloaded products (.zip), the MTD_MSIL1C.xml or MTD_MSIL2A.xml in unpacked products, rasters with several bands, or STAC items (.json).</source>
      <translation>ダウンロードしたプロダクト（.zip）、展開済みプロダクトのMTD_MSIL1C.xmlまたはMTD_MSIL2A.xml、マルチバンドラスタ、またはSTACアイテム（.json）。</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Downloaded: {size} in {folder}</source>
      <translation>ダウンロード済み: {size}（{folder}）</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Downloading</source>
      <translation>ダウンロード中</translation>
    </message>
    <message>
      <location filename="../backend/pip.py" />
      <source>Downloading packages</source>
      <translation>パッケージをダウンロード中</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Downloading scenes</source>
      <translation>シーンをダウンロード中</translation>
    </message>
    <message>
      <location filename="../backend/pip.py" />
      <source>Downloading {name} ({size})</source>
      <translation>{name}をダウンロード中（{size}）</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Drag a rectangle on the map.</source>
      <translation>地図上でドラッグして矩形を描いてください。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Drag over the map to uncover the picture before.</source>
      <translation>地図上でドラッグすると、イベント前の画像が現れます。</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>Drag over the map to uncover the scene before; Esc ends.</source>
      <translation>地図上でドラッグすると、イベント前のシーンが現れます。Escで終了します。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Draw a line that cuts the polygon in two.</source>
      <translation>ポリゴンを2つに分ける線を描きます。</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Draw a rectangle on the map, or choose another area.</source>
      <translation>地図上に矩形を描くか、別のエリアを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Draw a rectangle or a polygon on the map, or choose another area.</source>
      <translation>地図上に矩形かポリゴンを描くか、別のエリアを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Draw on the map</source>
      <translation>キャンバスに描画</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Draw the outline anew on the map.</source>
      <translation>地図上で輪郭を描き直します。</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Drawing outlines</source>
      <translation>輪郭を作成中</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Drawing outlines…</source>
      <translation>輪郭を作成しています…</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Drawing the map</source>
      <translation>地図を作成中</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Drawn by hand</source>
      <translation>手動で作成</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Dry sand, silt or debris flow</source>
      <translation>乾燥した砂・シルト・岩屑の流動</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Earlier inventory or ledger</source>
      <translation>以前のインベントリまたは台帳</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>Earlier runs</source>
      <translation>以前の実行</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Earlier runs…</source>
      <translation>以前の実行…</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Earthflow</source>
      <translation>アースフロー</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Earthquake</source>
      <translation>地震</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Ele&amp;vation</source>
      <translation>標高(&amp;V)</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <location filename="../layers/columns.py" />
      <location filename="../processing/algorithms/exposure.py" />
      <location filename="../processing/algorithms/split.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Elevation (DEM)</source>
      <translation>標高（DEM）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Elevation (m)</source>
      <translation>標高（m）</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Elevation covers {share} %</source>
      <translation>標高の被覆率: {share} %</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <source>Elevation rasters</source>
      <translation>標高ラスタ</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Empty: from the internet</source>
      <translation>空欄: インターネットから取得</translation>
    </message>
    <message>
      <location filename="../review/details.py" />
      <source>Enter keeps, Esc gives up</source>
      <translation>Enterで確定、Escで中止</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Enter or right click: add it. D: draw by hand. Esc: drop it.</source>
      <translation>Enterまたは右クリック: 追加。D: 手で描く。Esc: 破棄。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Erosion by river or waves</source>
      <translation>河川・波浪による侵食</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../layers/columns.py" />
      <source>Event</source>
      <translation>イベント</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>Event (optional)</source>
      <translation>イベント（任意）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Event: date</source>
      <translation>イベント: 日付</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Event: name</source>
      <translation>イベント: 名前</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Event: trigger</source>
      <translation>イベント: 誘因</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Exponent of the power law</source>
      <translation>べき乗則の指数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Exposure</source>
      <translation>曝露</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Exposure of assets</source>
      <translation>保全対象の曝露</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>F1 of pixels</source>
      <translation>ピクセルのF1</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>F1 of polygons that match</source>
      <translation>対応するポリゴンのF1</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>F1 of the decisions before</source>
      <translation>判断に対するF1（調整前）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>F1 of the decisions by the tuned model</source>
      <translation>判断に対するF1（調整したモデル）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Faces (° from north)</source>
      <translation>傾斜方位（°、北 = 0）</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>False colour</source>
      <translation>フォールスカラー</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>False colour: bare ground is magenta, vegetation green. NDVI: bare ground is brown, vegetation green.</source>
      <translation>フォールスカラー: 裸地はマゼンタ、植生は緑。NDVI: 裸地は茶、植生は緑。</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Feet</source>
      <translation>フィート</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Field</source>
      <translation>農地</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../gui/terrain_group.py" />
      <source>File</source>
      <translation>ファイル</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Files as for the scene; several are several dates. It gives each landslide its earliest date, and new landslides are told from ground that was bare already.</source>
      <translation>ファイルの形式はシーンと同じ。複数なら複数の日付として扱います。各斜面崩壊の発生時期の下限が決まり、新しい斜面崩壊を以前からの裸地と区別できます。</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <location filename="../gui/path_list.py" />
      <source>File…</source>
      <translation>ファイル…</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Fill holes up to</source>
      <translation>埋める穴の最大面積</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Fill holes up to (square metres)</source>
      <translation>埋める穴の最大面積（平方メートル）</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Fills the panel “Detect landslides”: scene, scene before, elevation.</source>
      <translation>パネル「斜面崩壊を検出」に、シーン、イベント前のシーン、標高を入力します。</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <location filename="../plugin.py" />
      <source>Find scenes</source>
      <translation>シーンを検索</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Find them (automatic)</source>
      <translation>検出する（自動）</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Find them by colour</source>
      <translation>色で検出</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Find them with a network</source>
      <translation>ニューラルネットで検出</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Fits a model to polygons that were accepted, drawn and rejected in a scene.</source>
      <translation>シーンで採用、描画、棄却されたポリゴンに合わせてモデルを調整します。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Fits the area-frequency distribution of landslides: tail, roll-over, magnitude, completeness.</source>
      <translation>斜面崩壊の面積・頻度分布を当てはめ、裾、ロールオーバー、マグニチュード、完全性を求めます。</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Fits the model to what was accepted, added and rejected. Needs decisions of both kinds.</source>
      <translation>採用、追加、棄却の判断に合わせてモデルを調整します。両方の種類の判断が必要です。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Flicker</source>
      <translation>切替表示</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Flips and rotations (eight times as long)</source>
      <translation>反転と回転（8倍の時間）</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Fo&amp;lder</source>
      <translation>フォルダ(&amp;L)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Folder for the results</source>
      <translation>結果のフォルダ</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <location filename="../gui/path_list.py" />
      <source>Folder…</source>
      <translation>フォルダ…</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Follow run-outs</source>
      <translation>流下域をたどる</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Following the run-outs</source>
      <translation>流下域を追跡中</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>For a computer without internet: a folder with all packages (wheels).</source>
      <translation>インターネットに接続していないコンピュータ用: 全パッケージ（wheel）を入れたフォルダ。</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>For example Copernicus_DEM_30m.tif</source>
      <translation>例: Copernicus_DEM_30m.tif</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>For example Puthumala 2019</source>
      <translation>例: Puthumala 2019</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>For the form choose one scene after the event; to download, choose as many as you want.</source>
      <translation>フォームにはイベント後のシーンを1つだけ選択してください。ダウンロードはいくつでも選択できます。</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>For: Sentinel-2 {levels}</source>
      <translation>対象: Sentinel-2 {levels}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Format</source>
      <translation>形式</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Found beside the scene.</source>
      <translation>シーンと同じ場所で見つかりました。</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Found beside the scene:</source>
      <translation>シーンと同じ場所で見つかりました:</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>From the polygon to the list, or back.</source>
      <translation>ポリゴンとリストを切り替えます。</translation>
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
      <translation>DEMがシーン全体を覆っていなくても続行</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/wording.py" />
      <source>Go on with what is in the folder</source>
      <translation>フォルダにある結果の続きから</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Go to the next polygon without deciding.</source>
      <translation>判定せずに次のポリゴンへ進みます。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Go to the polygon before.</source>
      <translation>前のポリゴンに戻ります。</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Graphics card</source>
      <translation>GPU</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Gravel, sand or debris slide</source>
      <translation>礫・砂・岩屑のすべり</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Gravel, sand or silt topple</source>
      <translation>礫・砂・シルトのトップリング</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Greatest distance of a point from a polygon (metres)</source>
      <translation>ポイントからポリゴンまでの最大距離（メートル）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Grow landslides along their run-out</source>
      <translation>崩壊地を流下域に沿って広げる</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Grown along the run-out (m²)</source>
      <translation>流下域で広げた面積 (m²)</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Happened after</source>
      <translation>発生時期（以降）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Happened before</source>
      <translation>発生時期（以前）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Heading</source>
      <translation>見出し</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Height difference</source>
      <translation>比高</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Height difference (m)</source>
      <translation>比高（m）</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Help</source>
      <translation>ヘルプ</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Hide</source>
      <translation>非表示</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Hide all outlines; the same key shows them again.</source>
      <translation>すべての輪郭を隠します。同じキーで再び表示します。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>High ({low} % and more)</source>
      <translation>高い（{low} %以上）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Highest elevation (m)</source>
      <translation>最高標高（m）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Highest probability (0 to 1)</source>
      <translation>最大確率（0～1）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Holes in landslides that were not observed stay. 0 fills none.</source>
      <translation>斜面崩壊の中の穴のうち、未観測のものは残ります。0では穴を埋めません。</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Holes in landslides up to this area; those that were not observed stay.</source>
      <translation>斜面崩壊の中の、この面積以下の穴を埋めます。未観測のものは残ります。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>How clouds are found: by the classes that came with the scene, by the network ukis-csmask if it is installed, or by a built-in spectral test. Automatic takes the first that is there.</source>
      <translation>雲の検出方法: シーンに付属する分類、インストールされていればネットワークukis-csmask、または内蔵のスペクトル判定。自動では、この順で使えるものを使います。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Human activity</source>
      <translation>人間活動</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Identifier that never changes</source>
      <translation>変わらない識別子</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Identifiers of the polygons that became one</source>
      <translation>一つに統合されたポリゴンの識別子</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>In its test, {precision} % of the mapped area was landslide, and {recall} % of the landslide area was mapped.</source>
      <translation>テストでは、マッピングした面積の{precision} %が斜面崩壊で、斜面崩壊の面積の{recall} %がマッピングされました。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>In place of polygons. Empty: the whole scene.</source>
      <translation>ポリゴンの代わりに指定します。空欄: シーン全体。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>In the place of those of the training data, without training: for scenes that look unlike them. The default model compares with the scene itself already.</source>
      <translation>学習をやり直さずに、学習データの統計量の代わりに使います。学習データと見た目の異なるシーン向けです。既定のモデルは、もともとシーン自体と比較しています。</translation>
    </message>
    <message>
      <location filename="../backend/pip.py" />
      <source>Installing</source>
      <translation>インストール中</translation>
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
      <translation>インベントリ</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Inventories (GeoPackage)</source>
      <translation>インベントリ（GeoPackage）</translation>
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
      <translation>インベントリ</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Inventory (GeoPackage)</source>
      <translation>インベントリ（GeoPackage）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Inventory (polygons)</source>
      <translation>インベントリ（ポリゴン）</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>It is a landslide: accept it and go to the next.</source>
      <translation>斜面崩壊として採用し、次へ進みます。</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>It is in the project already.</source>
      <translation>すでにプロジェクトにあります。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>It is none: reject it and go to the next.</source>
      <translation>斜面崩壊ではないとして棄却し、次へ進みます。</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>It works and is used from now on.</source>
      <translation>動作を確認しました。今後はこれを使います。</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Keep clouds</source>
      <translation>雲を残す</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Keep them in, or cut them out.</source>
      <translation>残すか、取り除きます。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Keys</source>
      <translation>キー</translation>
    </message>
    <message>
      <location filename="../review/key_sheet.py" />
      <source>Keys of the review</source>
      <translation>レビューのキー</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>L&amp;og</source>
      <translation>ログ(&amp;O)</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>L1C: top of atmosphere</source>
      <translation>L1C: 大気上端</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>L2A: surface reflectance</source>
      <translation>L2A: 地表面反射率</translation>
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
      <translation>斜面崩壊ID</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <source>Landslide probability</source>
      <translation>斜面崩壊の確率</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Landslide report</source>
      <translation>斜面崩壊レポート</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Landslide size statistics</source>
      <translation>斜面崩壊の規模統計</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Landslide-event magnitude by number</source>
      <translation>件数によるイベントのマグニチュード</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Landslide-event magnitude by the tail</source>
      <translation>分布の裾によるイベントのマグニチュード</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../layers/result.py" />
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/loading.py" />
      <source>Landslides</source>
      <translation>斜面崩壊</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <location filename="../processing/provider.py" />
      <source>Landslides (L4S)</source>
      <translation>斜面崩壊（L4S）</translation>
    </message>
    <message>
      <location filename="../processing/provider.py" />
      <source>Landslides (L4S): inventories from Sentinel-2</source>
      <translation>斜面崩壊（L4S）: Sentinel-2からインベントリを作成</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Landslides of the new inventory that match reviewed ones keep identifier, review, notes and type.</source>
      <translation>新しいインベントリの斜面崩壊のうち、レビュー済みのものと一致するものは、識別子、レビュー、備考、種類を引き継ぎます。</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Landslides that match reviewed ones keep identifier, review, notes and type; what was drawn by hand stays. A copy of the file is kept, with ~ at the end of its name.</source>
      <translation>レビュー済みのものと一致する斜面崩壊は、識別子、レビュー、備考、種類を引き継ぎ、手で描いたものも残ります。元のファイルのコピーは、名前の末尾に ~ を付けて残ります。</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../gui/path_list.py" />
      <location filename="../gui/scene_group.py" />
      <location filename="../gui/terrain_group.py" />
      <source>Layer of this project</source>
      <translation>プロジェクトのレイヤ</translation>
    </message>
    <message>
      <location filename="../gui/band_table.py" />
      <source>Layer or band</source>
      <translation>レイヤまたはバンド</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>Layer with polygons</source>
      <translation>ポリゴンレイヤ</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Layer, or file in a zip</source>
      <translation>レイヤ、またはzip内のファイル</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Layers and reviewer</source>
      <translation>レイヤとレビュー担当者</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Least difference in height (metres)</source>
      <translation>最小の高低差（メートル）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Least overlap of a match (intersection over union, 0 to 1)</source>
      <translation>対応とみなす最小の重なり（IoU、0～1）</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Leave out open water</source>
      <translation>開放水域を除外</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Ledger</source>
      <translation>台帳</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Left out where less than a quarter is at least this steep. 0 keeps everything. Needs elevation.</source>
      <translation>この傾斜以上の部分が4分の1未満のものを除外します。0ではすべて残します。標高が必要です。</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Length divided by width</source>
      <translation>長さ÷幅</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Length downslope (m)</source>
      <translation>斜面方向の長さ（m）</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Length, width</source>
      <translation>長さ、幅</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../gui/scene_details.py" />
      <source>Level</source>
      <translation>レベル</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <location filename="../processing/choices.py" />
      <source>Level-1C (top of atmosphere)</source>
      <translation>Level-1C（大気上端）</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <location filename="../processing/choices.py" />
      <source>Level-2A (surface)</source>
      <translation>Level-2A（地表面）</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Licence: {licence}</source>
      <translation>ライセンス: {licence}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Likely ({low} to {high} %)</source>
      <translation>有力（{low}～{high} %）</translation>
    </message>
    <message>
      <location filename="../pictures/linked.py" />
      <location filename="../plugin.py" />
      <source>Linked map</source>
      <translation>連動マップ</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <location filename="../review/work_page.py" />
      <source>List</source>
      <translation>リスト</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Load the merged inventory</source>
      <translation>結合したインベントリを読み込む</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>Log</source>
      <translation>ログ</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Looking for clouds</source>
      <translation>雲を検出中</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Looking for landslides</source>
      <translation>斜面崩壊を検出中</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <location filename="../gui/detect_dock.py" />
      <source>Looking for the calculation part of l4s…</source>
      <translation>l4sの計算プログラムを探しています…</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Looking for the outline…</source>
      <translation>輪郭を検索中…</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Lower threshold</source>
      <translation>下側の閾値</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Lower threshold beside landslides (probability, 0 to 1)</source>
      <translation>斜面崩壊に接する場所の下側の閾値（確率、0～1）</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>Lower threshold, holes and CRF are as in the run.</source>
      <translation>下側の閾値、穴、CRFは実行時と同じです。</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Lowest elevation (m)</source>
      <translation>最低標高（m）</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Ma&amp;ximum clouds</source>
      <translation>最大雲量(&amp;M)</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Make the environment anew</source>
      <translation>環境を作り直します</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Makes one inventory of those of several scenes; a landslide that several show becomes one polygon.</source>
      <translation>複数シーンのインベントリを1つにまとめます。複数シーンに写る斜面崩壊は1つのポリゴンになります。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Makes the inventory from a probability raster, with another threshold or other rules.</source>
      <translation>確率ラスタから、別の閾値や条件でインベントリを作成します。</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>Making the environment</source>
      <translation>環境を作成中</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>Making the pictures of the scene…</source>
      <translation>シーンの画像を作成しています…</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>Map</source>
      <translation>地図</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Map it even if the model does not suit</source>
      <translation>モデルが合わなくてもマッピングする</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Map new landslides only</source>
      <translation>新しい斜面崩壊だけをマッピング</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Mapping the scenes</source>
      <translation>シーンをマッピング中</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Maps a small real scene that comes with the plugin: Puthumala, India, 2019.</source>
      <translation>プラグインに付属する小さな実シーン（インド、Puthumala、2019年）をマッピングします。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Maps many Sentinel-2 scenes and merges their inventories; goes on where it was stopped.</source>
      <translation>多数のSentinel-2シーンをマッピングしてインベントリをまとめます。中断した所から再開できます。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>Maps the landslides in a Sentinel-2 scene as polygons with attributes.</source>
      <translation>Sentinel-2シーンの斜面崩壊を、属性付きのポリゴンとしてマッピングします。</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Mask</source>
      <translation>マスク</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>May be several landslides drawn as one.</source>
      <translation>複数の斜面崩壊が1つに描かれている可能性があります。</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Mean probability (0 to 1)</source>
      <translation>平均確率（0～1）</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>Mean probability at least</source>
      <translation>平均確率の下限</translation>
    </message>
    <message>
      <location filename="../layers/tips.py" />
      <source>Mean slope</source>
      <translation>平均傾斜</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Mean slope (°)</source>
      <translation>平均傾斜（°）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Mean uncertainty (0 to 1)</source>
      <translation>平均不確実性（0～1）</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Measure again</source>
      <translation>再計測</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Measures</source>
      <translation>計測値</translation>
    </message>
    <message>
      <location filename="../review/measuring.py" />
      <source>Measuring landslides</source>
      <translation>斜面崩壊を計測中</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Measuring the brightness</source>
      <translation>明るさを計測中</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Measuring the landslides</source>
      <translation>斜面崩壊を計測中</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Measuring…</source>
      <translation>計測中…</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Members of an ensemble</source>
      <translation>アンサンブルの各モデル</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Merge</source>
      <translation>結合</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Merge into {name}</source>
      <translation>{name}に結合</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Merge inventories</source>
      <translation>インベントリを結合</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/merge.py" />
      <source>Merged inventory</source>
      <translation>結合したインベントリ</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Merging the inventories</source>
      <translation>インベントリを統合中</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/choices.py" />
      <source>Metres</source>
      <translation>メートル</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Minimum &amp;area</source>
      <translation>最小面積(&amp;A)</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Minimum &amp;slope</source>
      <translation>最小傾斜(&amp;I)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Minimum area (square metres)</source>
      <translation>最小面積（平方メートル）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Minimum area of a part (square metres)</source>
      <translation>分割後の部分の最小面積（平方メートル）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Minimum mapping unit (square metres)</source>
      <translation>最小図化単位（平方メートル）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Minimum mapping unit: smaller patches are dropped. 1,000 m² are ten pixels of 10 m.</source>
      <translation>最小図化単位（MMU）: これより小さい領域は除かれます。1,000 m²は10 mピクセル10個分です。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Minimum slope (degrees)</source>
      <translation>最小傾斜（度）</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../gui/model_group.py" />
      <location filename="../layers/columns.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Model</source>
      <translation>モデル</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Model: file</source>
      <translation>モデル: ファイル</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <source>Models</source>
      <translation>モデル</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Models (*.onnx *.safetensors *.yaml);;All files (*)</source>
      <translation>モデル (*.onnx *.safetensors *.yaml);;すべてのファイル (*)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <location filename="../review/tuning.py" />
      <source>Models (*.onnx)</source>
      <translation>モデル (*.onnx)</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Mountain slope deformation</source>
      <translation>山体の重力変形</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Move the scene before to fit</source>
      <translation>イベント前のシーンの位置合わせ</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Moves it to where it shows the same ground; automatic does so from 0.3 pixels on.</source>
      <translation>同じ地表が重なる位置に移動します。自動では0.3ピクセル以上のずれを補正します。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Mud flow</source>
      <translation>泥流</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>NDVI</source>
      <translation>NDVI</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>Name</source>
      <translation>名前</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Name: {name}</source>
      <translation>名前: {name}</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Neither probability nor scene of this result is found. D: draw the landslide by hand. Esc: end.</source>
      <translation>この結果の確率もシーンも見つかりません。D: 斜面崩壊を手で描く。Esc: 終了。</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Network ukis-csmask</source>
      <translation>ネットワークukis-csmask</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Never</source>
      <translation>しない</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Never: its date alone</source>
      <translation>しない: 日付だけ使用</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>New inventory</source>
      <translation>新規インベントリ</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Newer inventory</source>
      <translation>新しいインベントリ</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Next</source>
      <translation>次へ</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../processing/choices.py" />
      <source>No</source>
      <translation>いいえ</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>No Python 3.10 or newer was found. Install Python 3.12 from python.org, then try again.</source>
      <translation>Python 3.10以降が見つかりません。python.orgからPython 3.12をインストールして、もう一度実行してください。</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>No Python 3.10 or newer was found. Install the packages python3 and python3-venv, then try again.</source>
      <translation>Python 3.10以降が見つかりません。パッケージpython3とpython3-venvをインストールして、もう一度実行してください。</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>No answer within {seconds} seconds.</source>
      <translation>{seconds}秒以内に応答がありませんでした。</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>No elevation</source>
      <translation>標高なし</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/detect.py" />
      <source>No elevation was given: flat ground is not ruled out, and heights and slopes stay empty.</source>
      <translation>標高が指定されていません。平坦地は除外されず、標高と傾斜は空欄になります。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>No image data</source>
      <translation>画像データなし</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>No landslide on the map at this threshold.</source>
      <translation>この閾値では、地図の範囲に斜面崩壊はありません。</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>No landslide that nobody has reviewed is as probable as this.</source>
      <translation>この確率以上の未レビューの斜面崩壊はありません。</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>No landslides found</source>
      <translation>斜面崩壊は検出されませんでした</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>No polygon yet.</source>
      <translation>ポリゴンがまだありません。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>No rectangle yet.</source>
      <translation>矩形がまだありません。</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>No run has ended yet, and the project has no inventory.</source>
      <translation>完了した実行がまだなく、プロジェクトにインベントリもありません。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>No scene could be mapped. {why}</source>
      <translation>どのシーンもマッピングできませんでした。{why}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>No terrain data</source>
      <translation>標高データなし</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>None</source>
      <translation>なし</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>None (Settings &gt; Options &gt; Network of QGIS)</source>
      <translation>なし（QGISの設定 &gt; オプション &gt; ネットワーク）</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>None: look at every pixel</source>
      <translation>なし: すべてのピクセルを調べる</translation>
    </message>
    <message>
      <location filename="../review/measuring.py" />
      <source>Not all outlines could be measured.</source>
      <translation>計測できない輪郭がありました。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Not compared</source>
      <translation>比較対象外</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Not decided by me</source>
      <translation>自分が未判定</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Not known</source>
      <translation>不明</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <location filename="../processing/loading.py" />
      <location filename="../processing/parts.py" />
      <source>Not observed</source>
      <translation>未観測域</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Not observed before the event</source>
      <translation>イベント前は未観測</translation>
    </message>
    <message>
      <location filename="../review/accept_above.py" />
      <source>Not reviewed by anybody and will be accepted: {count} ({area} ha). One undo takes it back.</source>
      <translation>誰もレビューしておらず、採用されるもの: {count}件（{area} ha）。「元に戻す」1回で取り消せます。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../review/polygon_list.py" />
      <source>Not reviewed yet</source>
      <translation>未レビュー</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <location filename="../review/actions.py" />
      <location filename="../review/details.py" />
      <source>Notes</source>
      <translation>備考</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Nothing can be saved in {folder}: {reason}. Choose another folder.</source>
      <translation>{folder}には保存できません: {reason}。別のフォルダを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>Nothing is selected in the layer “{name}”.</source>
      <translation>レイヤ「{name}」では何も選択されていません。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Number of assets below</source>
      <translation>下流にある保全対象の数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Number of assets hit</source>
      <translation>被災した保全対象の数</translation>
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
      <translation>斜面崩壊の数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>Number of landslides found in several scenes</source>
      <translation>複数シーンで見つかった斜面崩壊の数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Number of landslides that hit something</source>
      <translation>保全対象にかかる斜面崩壊の数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Number of landslides that were split</source>
      <translation>分割した斜面崩壊の数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Number of new landslides</source>
      <translation>新しい斜面崩壊の数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Number of parts</source>
      <translation>分割後の部分の数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Number of points</source>
      <translation>ポイントの数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Number of reactivated landslides</source>
      <translation>再活動した斜面崩壊の数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Number of revegetated landslides</source>
      <translation>植生が回復した斜面崩壊の数</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Number of scenes that failed</source>
      <translation>失敗したシーンの数</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <source>Of the run: {name}</source>
      <translation>実行時のもの: {name}</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Off</source>
      <translation>なし</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>Offset</source>
      <translation>オフセット</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>On the map now: {picture}</source>
      <translation>地図に表示中: {picture}</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>On the map: {count} landslides, {area} ha.</source>
      <translation>表示範囲: 斜面崩壊{count}件、{area} ha。</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>One of the list, or the address of another STAC API (https://…).</source>
      <translation>リストから選択するか、別のSTAC APIのアドレス（https://…）を入力します。</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Only how landslides are drawn; the polygons keep the outline of the pixels.</source>
      <translation>斜面崩壊の表示だけを変えます。ポリゴンはピクセルの輪郭のままです。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Only if the files do not say it: L1C is top of atmosphere, L2A is surface reflectance.</source>
      <translation>ファイルから判別できない場合のみ指定します。L1Cは大気上端、L2Aは地表面の反射率です。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Only if the raster does not name them.</source>
      <translation>ラスタにバンド名がない場合のみ。</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Only landslides that are new since then are mapped; its date says after when they happened.</source>
      <translation>それ以降に生じた斜面崩壊だけをマッピングします。その日付が発生時期の下限になります。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/algorithms/detect.py" />
      <source>Only what lies in these polygons is mapped. Empty: the whole scene.</source>
      <translation>これらのポリゴン内だけをマッピングします。空欄: シーン全体。</translation>
    </message>
    <message>
      <location filename="../processing/connect.py" />
      <source>Open Plugins &gt; Landslides (L4S) &gt; Set up l4s; where there is no desktop, name a Python that has l4s in the environment variable {name}.</source>
      <translation>「プラグイン &gt; 斜面崩壊（L4S） &gt; l4sのセットアップ」を開いてください。デスクトップがない場合は、l4sが入ったPythonを環境変数{name}に指定してください。</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Opening the scene</source>
      <translation>シーンを開いています</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Options</source>
      <translation>オプション</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Order of the bands</source>
      <translation>バンドの順序</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Order of the bands of a raster with several</source>
      <translation>マルチバンドラスタのバンド順序</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Origin</source>
      <translation>作成情報</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Ot&amp;her Python</source>
      <translation>別のPython(&amp;H)</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <source>Other reason</source>
      <translation>その他の理由</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Outline {step} of {steps}, {hectares} ha. + and -, or Ctrl and wheel: looser, tighter. </source>
      <translation>輪郭{step}/{steps}、{hectares} ha。+と-、またはCtrl+ホイール: 広げる、狭める。 </translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>Outlines are hidden; H shows them again.</source>
      <translation>輪郭は非表示です。Hで再び表示します。</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>Outlines follow the pixels; a tolerance of 10 m takes their steps away.</source>
      <translation>輪郭はピクセルに沿います。許容値を10 mにすると階段状の段差がなくなります。</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>Outlining a landslide</source>
      <translation>斜面崩壊の輪郭を作成中</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Outside the area asked for</source>
      <translation>指定エリア外</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../processing/parameters.py" />
      <source>Over bare ground below them that is connected and looks alike. Needs elevation.</source>
      <translation>下方につながる、見た目の似た裸地に広げます。標高が必要です。</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Over bare ground below them that looks alike. Needs elevation and the scene of the run.</source>
      <translation>下方にある、見た目の似た裸地に広げます。標高と実行時のシーンが必要です。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <location filename="../processing/choices.py" />
      <source>Overview picture</source>
      <translation>概観画像</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/scene_details.py" />
      <source>Own value</source>
      <translation>任意の値</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>PNG files (*.png)</source>
      <translation>PNGファイル (*.png)</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Packages &amp;from folder</source>
      <translation>パッケージのフォルダ(&amp;F)</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Part of a name, type, reviewer, reason or note; or an expression of QGIS: area_m2 &gt; 5000</source>
      <translation>名前、種類、担当者、理由、備考の一部。またはQGISの式: area_m2 &gt; 5000</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Passes with dropout (ten times as long)</source>
      <translation>ドロップアウトありの繰り返し（10倍の時間）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Patches of which less than a quarter is at least this steep are dropped; 0 switches this off. Needs an elevation model.</source>
      <translation>この傾斜以上の部分が4分の1未満の領域は除かれます。0で無効になります。標高モデルが必要です。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Peat flow</source>
      <translation>泥炭流</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Perhaps several in one</source>
      <translation>複数の可能性</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Perimeter (m)</source>
      <translation>周囲長（m）</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Period</source>
      <translation>期間</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Picture &amp;before</source>
      <translation>イベント前の画像(&amp;B)</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Picture a&amp;fter</source>
      <translation>イベント後の画像(&amp;F)</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>Pictures cannot be kept in {folder}: {reason}</source>
      <translation>{folder}に画像を保存できません: {reason}</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>Pictures of the scene</source>
      <translation>シーンの画像</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Pixel (metres)</source>
      <translation>ピクセル（メートル）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Pixel size (metres)</source>
      <translation>ピクセルサイズ（メートル）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Pixels at or above it are landslide. Not set: the threshold that suits the model best.</source>
      <translation>この値以上のピクセルを斜面崩壊とします。未設定: モデルに最適な閾値。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Pixels from it on belong to a landslide that they touch. Not set: the threshold alone counts.</source>
      <translation>この値以上のピクセルは、接している斜面崩壊に含めます。未設定: 閾値だけで判定します。</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Pixels that look alike agree (CRF)</source>
      <translation>似たピクセルの判定をそろえる（CRF）</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Places from this probability on belong to a landslide that they touch.</source>
      <translation>この確率以上の場所は、接している斜面崩壊に含めます。</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Places with at least this probability are mapped as landslides.</source>
      <translation>確率がこの値以上の場所を、斜面崩壊としてマッピングします。</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Places without elevation are shown as “not observed”.</source>
      <translation>標高のない場所は「未観測域」として表示されます。</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Point</source>
      <translation>ポイント種別</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Points of the reference</source>
      <translation>参照データのポイント</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>Polygon</source>
      <translation>ポリゴン</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Polygons that may be several landslides</source>
      <translation>複数の斜面崩壊の可能性があるポリゴン</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Possible (below {high} %)</source>
      <translation>可能性あり（{high} %未満）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Precision of polygons that match</source>
      <translation>対応するポリゴンの適合率</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Preparing the bands</source>
      <translation>バンドを準備中</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>Preview</source>
      <translation>プレビュー</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Preview of a threshold</source>
      <translation>閾値のプレビュー</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>Preview: threshold {percent} %</source>
      <translation>プレビュー: 閾値{percent} %</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Pro&amp;bability</source>
      <translation>確率(&amp;B)</translation>
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
      <translation>確率</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Probability: {mean} % on average, up to {top} %</source>
      <translation>確率: 平均{mean} %、最大{top} %</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Probable ({low} to {high} %)</source>
      <translation>おそらく（{low}～{high} %）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Processing level</source>
      <translation>処理レベル</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Processing level of the scene before</source>
      <translation>イベント前のシーンの処理レベル</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Processor</source>
      <translation>CPU</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../gui/scene_group.py" />
      <source>Product: file or folder</source>
      <translation>プロダクト: ファイルまたはフォルダ</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Progress</source>
      <translation>進捗</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Proxy</source>
      <translation>プロキシ</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Python or environment with l4s in it</source>
      <translation>l4sが入ったPythonまたは環境</translation>
    </message>
    <message>
      <location filename="../find/accounts.py" />
      <source>QGIS cannot use the chosen account. Check it in Settings &gt; Options &gt; Authentication.</source>
      <translation>選択したアカウントをQGISで使用できません。設定 &gt; オプション &gt; 認証で確認してください。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Quarry or mine</source>
      <translation>採石場・鉱山</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rainfall</source>
      <translation>降雨</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Re&amp;move…</source>
      <translation>削除(&amp;M)…</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Re&amp;viewer</source>
      <translation>レビュー担当者(&amp;V)</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Reactivated: moving again</source>
      <translation>再活動: 再び移動している</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Reading the probability</source>
      <translation>確率を読み込み中</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>Ready</source>
      <translation>準備完了</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>Recall of polygons that match, or of points</source>
      <translation>対応するポリゴン、またはポイントの再現率</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <location filename="../processing/wording.py" />
      <source>Rectangle</source>
      <translation>矩形</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Red, green and blue (B4, B3, B2) are enough.</source>
      <translation>赤、緑、青（B4、B3、B2）があれば足ります。</translation>
    </message>
    <message>
      <location filename="../gui/band_choice.py" />
      <source>Red, green and blue (B4, B3, B2) are enough; near infrared (B8) makes the result surer.</source>
      <translation>赤、緑、青（B4、B3、B2）があれば足ります。近赤外（B8）があると結果がより確かになります。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Redraw</source>
      <translation>描き直し</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Redraw {name}</source>
      <translation>{name}を描き直し</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <location filename="../processing/algorithms/report.py" />
      <source>Reference (polygons or points)</source>
      <translation>参照データ（ポリゴンまたはポイント）</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Reject</source>
      <translation>棄却</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Reject {name}</source>
      <translation>{name}を棄却</translation>
    </message>
    <message>
      <location filename="../layers/symbols.py" />
      <location filename="../review/polygon_list.py" />
      <source>Rejected</source>
      <translation>棄却</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rejected: no landslide</source>
      <translation>棄却: 斜面崩壊ではない</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Relict: of another climate</source>
      <translation>化石: 異なる気候下で発生</translation>
    </message>
    <message>
      <location filename="../gui/path_list.py" />
      <source>Remove</source>
      <translation>削除</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Remove the environment in {folder}? Results are kept; l4s has to be set up again to run.</source>
      <translation>{folder}の環境を削除しますか？ 結果は残りますが、実行するにはl4sを再度セットアップする必要があります。</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Remove the environment of l4s</source>
      <translation>l4sの環境を削除</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Removed.</source>
      <translation>削除しました。</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Removing…</source>
      <translation>削除しています…</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Replace e&amp;xisting files</source>
      <translation>既存のファイルを置き換える(&amp;X)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Report</source>
      <translation>レポート</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>Resamples the bands of a Sentinel-2 scene to 10 m and adds slope and elevation.</source>
      <translation>Sentinel-2シーンのバンドを10 mにリサンプリングし、傾斜と標高を加えます。</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Results</source>
      <translation>結果</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <location filename="../review/dock.py" />
      <location filename="../review/table_model.py" />
      <source>Review</source>
      <translation>レビュー</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <location filename="../review/dock.py" />
      <source>Review landslides</source>
      <translation>斜面崩壊をレビュー</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Reviewed inventory</source>
      <translation>レビュー済みのインベントリ</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../review/table_model.py" />
      <source>Reviewer</source>
      <translation>レビュー担当者</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>River or gravel</source>
      <translation>河川・砂礫</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Road</source>
      <translation>道路</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock block topple</source>
      <translation>岩盤ブロックのトップリング</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock compound slide</source>
      <translation>岩盤の複合すべり</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock flexural topple</source>
      <translation>岩盤のたわみトップリング</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock irregular slide</source>
      <translation>岩盤の不規則すべり</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock or ice avalanche</source>
      <translation>岩石なだれ・氷なだれ</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock or ice fall</source>
      <translation>岩石・氷の崩落</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock planar slide</source>
      <translation>岩盤の平面すべり</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock rotational slide</source>
      <translation>岩盤の回転すべり</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock slope deformation</source>
      <translation>岩盤斜面の変形</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock slope spread</source>
      <translation>岩盤斜面の側方拡大</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Rock wedge slide</source>
      <translation>岩盤のくさびすべり</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Roll-over (square metres)</source>
      <translation>ロールオーバー（平方メートル）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Row number</source>
      <translation>行番号</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Runs o&amp;n</source>
      <translation>実行デバイス(&amp;V)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Runs on</source>
      <translation>実行デバイス</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>S&amp;ave review</source>
      <translation>レビューを保存(&amp;A)</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>S&amp;how the scene</source>
      <translation>シーンを表示(&amp;H)</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>S&amp;mooth outlines</source>
      <translation>輪郭の平滑化(&amp;M)</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <source>S2A_MSIL2A_….SAFE.zip or a folder</source>
      <translation>S2A_MSIL2A_….SAFE.zipまたはフォルダ</translation>
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
      <translation>砂・シルトの液状化側方流動</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Sand, silt or debris flowslide</source>
      <translation>砂・シルト・岩屑のフロースライド</translation>
    </message>
    <message>
      <location filename="../gui/path_edit.py" />
      <source>Save as</source>
      <translation>名前を付けて保存</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>Save the probabilit&amp;y too</source>
      <translation>確率も保存(&amp;Y)</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>Save the review first; the model is tuned to what is in the file.</source>
      <translation>先にレビューを保存してください。モデルはファイルの内容に合わせて調整されます。</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Saving</source>
      <translation>保存中</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Say on which day the landslides happened.</source>
      <translation>斜面崩壊の発生日を指定してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Say where to save the result.</source>
      <translation>結果の保存先を指定してください。</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>Say where to search.</source>
      <translation>検索する範囲を指定してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>Say which bands of Sentinel-2 these are: no name was recognised.</source>
      <translation>Sentinel-2のどのバンドかを指定してください。認識できる名前がありませんでした。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Says which landslides are new, unchanged, reactivated or revegetated since an earlier inventory.</source>
      <translation>以前のインベントリと比べて、新規、変化なし、再活動、植生回復の斜面崩壊を示します。</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>Scale</source>
      <translation>スケール</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Scales 1, 2 and 4 (21 times as long)</source>
      <translation>スケール1、2、4（21倍の時間）</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../pictures/of_result.py" />
      <location filename="../pictures/show.py" />
      <source>Scene</source>
      <translation>シーン</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Scene (file)</source>
      <translation>シーン（ファイル）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Scene after the event</source>
      <translation>イベント後のシーン</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>Scene before</source>
      <translation>イベント前のシーン</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../layers/columns.py" />
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Scene before the event</source>
      <translation>イベント前のシーン</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Scene before the event (optional)</source>
      <translation>イベント前のシーン（任意）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Scene: file (earlier name)</source>
      <translation>シーン: ファイル（旧名称）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Scene: folder (earlier name)</source>
      <translation>シーン: フォルダ（旧名称）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Scene: layers (earlier name)</source>
      <translation>シーン: レイヤ（旧名称）</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Scene: {facts}</source>
      <translation>シーン: {facts}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <location filename="../processing/loading.py" />
      <source>Scenes</source>
      <translation>シーン</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/wording.py" />
      <source>Scenes at a time</source>
      <translation>同時に処理するシーン数</translation>
    </message>
    <message>
      <location filename="../find/footprints.py" />
      <location filename="../find/table.py" />
      <source>Scenes found</source>
      <translation>見つかったシーン</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Scenes that are complete, with the same inputs, model and parameters, are not mapped again.</source>
      <translation>同じ入力、モデル、パラメータで完了したシーンは再計算されません。</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Searching elevation</source>
      <translation>標高を検索中</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Searching scenes</source>
      <translation>シーンを検索中</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Searching scenes after the event</source>
      <translation>イベント後のシーンを検索中</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Searching scenes before the event</source>
      <translation>イベント前のシーンを検索中</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Sensitive clay flowslide</source>
      <translation>鋭敏粘土のフロースライド</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Sensitive clay spread</source>
      <translation>鋭敏粘土の側方拡大</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Sentinel-2 ({endings})</source>
      <translation>Sentinel-2 ({endings})</translation>
    </message>
    <message>
      <location filename="../gui/band_table.py" />
      <source>Sentinel-2 band</source>
      <translation>Sentinel-2バンド</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <location filename="../processing/parameters.py" />
      <source>Sentinel-2 scene</source>
      <translation>Sentinel-2シーン</translation>
    </message>
    <message>
      <location filename="../gui/file_filters.py" />
      <source>Sentinel-2 scenes</source>
      <translation>Sentinel-2シーン</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Sentinel-2 scenes: files</source>
      <translation>Sentinel-2シーン: ファイル</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>Sentinel-2, 10 bands in order (10 and 20 m)</source>
      <translation>Sentinel-2、10バンド順（10 mと20 m）</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>Sentinel-2, 12 bands in order (without B10)</source>
      <translation>Sentinel-2、12バンド順（B10なし）</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>Sentinel-2, 13 bands in order</source>
      <translation>Sentinel-2、13バンド順</translation>
    </message>
    <message>
      <location filename="../gui/setup_dialog.py" />
      <location filename="../plugin.py" />
      <source>Set up l4s</source>
      <translation>l4sのセットアップ</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Setting up l4s</source>
      <translation>l4sをセットアップ中</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Several scenes</source>
      <translation>複数のシーン</translation>
    </message>
    <message>
      <location filename="../gui/scene_group.py" />
      <source>Several single-band layers</source>
      <translation>複数の単バンドレイヤ</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Shadow</source>
      <translation>影</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Share of the area that lies in the scene</source>
      <translation>エリアのうちシーンが覆う割合</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>Share of the area that was observed (percent)</source>
      <translation>エリアのうち観測された割合（パーセント）</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Shift of scene before</source>
      <translation>イベント前シーンの位置合わせ</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>Sho&amp;w the scene of these landslides</source>
      <translation>この斜面崩壊のシーンを表示(&amp;W)</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <location filename="../review/dock.py" />
      <source>Show all keys.</source>
      <translation>すべてのキーを表示します。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Show before, after and probability in turn.</source>
      <translation>イベント前、イベント後、確率を順に表示します。</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <location filename="../gui/detect_dock.py" />
      <source>Show log</source>
      <translation>ログを表示</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>Show the field</source>
      <translation>項目を表示</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Show the polygon as large as it fits.</source>
      <translation>ポリゴンをできるだけ大きく表示します。</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Size</source>
      <translation>サイズ</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Size: {size} megapixels</source>
      <translation>サイズ: {size}メガピクセル</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Size: {size} megapixels, about {time}</source>
      <translation>サイズ: {size}メガピクセル、約{time}</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>Size: {size} megapixels, about {time} (a guess until the first run)</source>
      <translation>サイズ: {size}メガピクセル、約{time}（初回実行までは推定値）</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Slope: {degrees}° on average</source>
      <translation>傾斜: 平均{degrees}°</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Smaller places are left out. One pixel of Sentinel-2 is 100 m².</source>
      <translation>これより小さい場所は除外されます。Sentinel-2の1ピクセルは100 m²です。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Smallest area that is fitted (square metres)</source>
      <translation>当てはめに使う最小面積（平方メートル）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Smooth outlines by (metres)</source>
      <translation>輪郭の平滑化（メートル）</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Smooth outlines on the map</source>
      <translation>地図上で輪郭を平滑化</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Snow</source>
      <translation>雪</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Snowmelt</source>
      <translation>融雪</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Software</source>
      <translation>ソフトウェア</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Soil creep</source>
      <translation>土壌クリープ</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Soil slope deformation</source>
      <translation>土質斜面の変形</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Solifluction</source>
      <translation>ソリフラクション</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Something else</source>
      <translation>その他</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>Something outside QGIS ended the calculation (SIGTERM). Start it again.</source>
      <translation>QGIS以外の何かが計算を終了させました（SIGTERM）。もう一度開始してください。</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Split</source>
      <translation>分割</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Split inventory</source>
      <translation>分割したインベントリ</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Split merged landslides</source>
      <translation>一体化した斜面崩壊を分割</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Split reviewed landslides too</source>
      <translation>レビュー済みの斜面崩壊も分割</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>Split {name}</source>
      <translation>{name}を分割</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>Splits landslides that were mapped as one along the flow: one crown and one toe each.</source>
      <translation>1つとしてマッピングされた斜面崩壊を流れに沿って分割し、それぞれ冠頂と末端を1つずつにします。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Stabilised by works</source>
      <translation>対策工により安定化</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>Starting</source>
      <translation>開始しています</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>State of activity</source>
      <translation>活動状態</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Steepest slope (°)</source>
      <translation>最大傾斜（°）</translation>
    </message>
    <message>
      <location filename="../review/leaving.py" />
      <source>Stop review</source>
      <translation>レビューを終了</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Stopped; what was fetched stays. Download goes on with it.</source>
      <translation>中断しました。取得済みのものは残ります。「ダウンロード」で続きから再開します。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Suspended: moved this year</source>
      <translation>休止: 今年移動した</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <location filename="../pictures/swipe.py" />
      <location filename="../review/actions.py" />
      <source>Swipe</source>
      <translation>スワイプ</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>Swipe before and after</source>
      <translation>前後のスワイプ</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Tables (*.csv *.json);;All files (*)</source>
      <translation>表 (*.csv *.json);;すべてのファイル (*)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Tail exponent of the inverse gamma</source>
      <translation>逆ガンマ分布の裾の指数</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Take back the last change.</source>
      <translation>直前の変更を取り消します。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Tell how sure the model is by</source>
      <translation>モデルの不確実性の求め方</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Terrain</source>
      <translation>地形</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Test-time augmentation: the mean over several views of each window. Not set: one look.</source>
      <translation>推論時の拡張（TTA）: 各ウィンドウの複数のビューを平均します。未設定: ビューは1つだけです。</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Text or expression</source>
      <translation>テキストまたは式</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Thaw of permafrost or ice</source>
      <translation>永久凍土・氷の融解</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The Python at {path} has no l4s in it. Install the package l4s there, or choose another one.</source>
      <translation>{path}のPythonにはl4sが入っていません。そこにパッケージl4sをインストールするか、別のものを選択してください。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The Python packages could not be downloaded: there is no connection to their server. Check the network and the proxy settings of QGIS, or set up from a folder of wheels.</source>
      <translation>Pythonパッケージをダウンロードできませんでした。サーバに接続できません。ネットワークとQGISのプロキシ設定を確認するか、wheelのフォルダからセットアップしてください。</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>The Python that the environment is made from: 3.10 or newer.</source>
      <translation>環境の作成に使うPython（3.10以降）。</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>The answer of the catalogue cannot be read ({reason}).</source>
      <translation>カタログの応答を読み取れません（{reason}）。</translation>
    </message>
    <message>
      <location filename="../area_file.py" />
      <source>The area could not be written: {problem}</source>
      <translation>エリアを書き込めませんでした: {problem}</translation>
    </message>
    <message>
      <location filename="../processing/area.py" />
      <source>The area has no coordinate system; set that of its layer, or of the project for a rectangle.</source>
      <translation>エリアに座標参照系がありません。そのレイヤの座標参照系を設定してください（矩形の場合はプロジェクトの座標参照系）。</translation>
    </message>
    <message>
      <location filename="../area_file.py" />
      <source>The area has no polygons.</source>
      <translation>エリアにポリゴンがありません。</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <source>The area of that run cannot be read: draw it again.</source>
      <translation>その実行のエリアを読み込めません。描き直してください。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The area of the last run is still chosen.</source>
      <translation>前回の実行のエリアが選択されたままです。</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The area that was mapped is not in the inventory: draw it again.</source>
      <translation>マッピングしたエリアがインベントリにありません。描き直してください。</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation could not start ({name}): a system library is missing. Install the Microsoft Visual C++ Redistributable, then try again.</source>
      <translation>計算を開始できませんでした（{name}）: システムライブラリがありません。Microsoft Visual C++再頒布可能パッケージをインストールしてから、もう一度実行してください。</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation crashed ({name}): a library failed. Try again; if it happens again, repair the set-up of l4s.</source>
      <translation>計算が異常終了しました（{name}）: ライブラリで障害が起きました。もう一度実行し、再発する場合はl4sを修復してください。</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation ended with an error (code {code}) without saying why. See the log.</source>
      <translation>計算がエラーで終了しました（コード{code}）。理由は不明です。ログを確認してください。</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation ended with an error (code {code}): {words}</source>
      <translation>計算がエラーで終了しました（コード{code}）: {words}</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The calculation ended without a result and without saying why. Try again; the log has what it said.</source>
      <translation>計算が結果を出さずに終了しました。理由は不明です。もう一度実行してください。出力はログに残っています。</translation>
    </message>
    <message>
      <location filename="../processing/run.py" />
      <source>The calculation ended without a result.</source>
      <translation>計算が結果を出さずに終了しました。</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The calculation part of l4s belongs to another version of the plugin. Update it.</source>
      <translation>l4sの計算プログラムがプラグインの別のバージョンのものです。更新してください。</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <location filename="../review/adding.py" />
      <location filename="../review/questions.py" />
      <location filename="../review/tuning.py" />
      <source>The calculation part of l4s gave no answer that can be read.</source>
      <translation>l4sの計算プログラムから、解釈できる応答がありませんでした。</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>The calculation part of l4s is that of another version of the plugin. Update it.</source>
      <translation>l4sの計算プログラムがプラグインの別のバージョンのものです。更新してください。</translation>
    </message>
    <message>
      <location filename="../gui/setup_words.py" />
      <source>The calculations run in a Python environment of their own, which never touches that of QGIS. Setting it up once downloads about {download} MB, needs {disk} MB on the disk and takes one to five minutes.</source>
      <translation>計算は専用のPython環境で行われ、QGISのPython環境には一切影響しません。セットアップは1回だけで、約{download} MBをダウンロードし、{disk} MBのディスク容量を使い、1～5分かかります。</translation>
    </message>
    <message>
      <location filename="../find/accounts.py" />
      <source>The chosen account has no user name, token or key that a catalogue could be shown.</source>
      <translation>選択したアカウントには、カタログに渡せるユーザー名、トークン、キーがありません。</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The column {name} could not be changed.</source>
      <translation>列{name}を変更できませんでした。</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>The disk with {folder} has {free} MB left; the set-up needs about {needed} MB.</source>
      <translation>{folder}のあるディスクの空きは{free} MBです。セットアップには約{needed} MBが必要です。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The disk with {folder} is full. Make room (about {needed}) and try again.</source>
      <translation>{folder}のあるディスクがいっぱいです。空き容量（約{needed}）を確保して、もう一度実行してください。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>The elevation is given twice; leave the raster or the folder empty.</source>
      <translation>標高が重複して指定されています。ラスタとフォルダのどちらかを空にしてください。</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>The elevation may have gaps</source>
      <translation>標高の欠損を許容</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>The elevation of the run is not there any more: choose a layer, or flat places stay.</source>
      <translation>実行時の標高がもうありません。レイヤを選択しないと、平坦な場所が残ります。</translation>
    </message>
    <message>
      <location filename="../review/measuring.py" />
      <source>The elevation of this result is not found: slope, height and aspect stay empty.</source>
      <translation>この結果の標高が見つかりません。傾斜、標高、傾斜方位は空欄になります。</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The elevation {path} is not there any more.</source>
      <translation>標高{path}はもうありません。</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The environment of {path} has l4s {found}; this plugin needs {needed}. Install l4s=={version} there or choose another one.</source>
      <translation>{path}の環境のl4sは{found}ですが、このプラグインには{needed}が必要です。そこにl4s=={version}をインストールするか、別のものを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <source>The file is not there any more.</source>
      <translation>ファイルはもうありません。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The file of the layer “{name}” cannot be read. Was it moved? Choose it anew.</source>
      <translation>レイヤ「{name}」のファイルを読み込めません。移動されていませんか？ 選択し直してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The file of the layer “{name}” has no coordinate system. Give it one with Raster &gt; Projections &gt; Assign Projection, then choose it again.</source>
      <translation>レイヤ「{name}」のファイルに座標参照系がありません。「ラスタ &gt; 投影法 &gt; 投影法（CRS）を設定」で設定してから、選択し直してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The file of the layer “{name}” is not there: {path}. Choose it anew.</source>
      <translation>レイヤ「{name}」のファイルがありません: {path}。選択し直してください。</translation>
    </message>
    <message>
      <location filename="../plugin.py" />
      <source>The file of this layer does not say with which settings it was made.</source>
      <translation>このレイヤのファイルには、作成時の設定が記録されていません。</translation>
    </message>
    <message>
      <location filename="../processing/values.py" />
      <source>The folder {folder} cannot be made: {reason}. Choose another one.</source>
      <translation>フォルダ{folder}を作成できません: {reason}。別のフォルダを選択してください。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The folder {folder} cannot be written to. Give yourself the right to write there.</source>
      <translation>フォルダ{folder}に書き込めません。書き込み権限を設定してください。</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>The folder {folder} has no Python packages (.whl files).</source>
      <translation>フォルダ{folder}にPythonパッケージ（.whlファイル）がありません。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The folder {folder} has no package {package} for Python {python} on this system. Fetch the packages again with the same version of Python and the same system.</source>
      <translation>フォルダ{folder}に、このシステムのPython {python}用のパッケージ{package}がありません。同じバージョンのPythonと同じシステムで、パッケージを取得し直してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The folder {folder} is not there.</source>
      <translation>フォルダ{folder}がありません。</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The inventory was not made by a detection alone: check the options.</source>
      <translation>このインベントリは単独の検出で作成されたものではありません。オプションを確認してください。</translation>
    </message>
    <message>
      <location filename="../layers/files.py" />
      <source>The inventory {file} is not there; run the detection again.</source>
      <translation>インベントリ{file}がありません。検出をもう一度実行してください。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The layer is being edited: its polygons are taken as they are now.</source>
      <translation>レイヤは編集中です。ポリゴンは現在の状態で使われます。</translation>
    </message>
    <message>
      <location filename="../processing/vector_files.py" />
      <source>The layer {layer} is not in a file. Save it first (Export &gt; Save Features As).</source>
      <translation>レイヤ{layer}はファイルに保存されていません。先に保存してください（エクスポート &gt; 新規ファイルに地物を保存）。</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>The layer “{name}” cannot be read. Was its file moved?</source>
      <translation>レイヤ「{name}」を読み込めません。ファイルが移動されていませんか？</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” has a single band. Choose “Several single-band layers”, or the file or folder of the whole product.</source>
      <translation>レイヤ「{name}」は単バンドです。「複数の単バンドレイヤ」、またはプロダクト全体のファイルかフォルダを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>The layer “{name}” has no coordinate system: right-click it &gt; Layer CRS &gt; Set Layer CRS.</source>
      <translation>レイヤ「{name}」に座標参照系がありません。右クリックし、「レイヤのCRS &gt; レイヤのCRSを設定」で設定してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” has {count} bands; elevation has one. Choose a digital elevation model (DEM).</source>
      <translation>レイヤ「{name}」には{count}個のバンドがありますが、標高は1バンドです。数値標高モデル（DEM）を選択してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is a web map: it has colours for the screen, no measurements. Download the data and choose the file.</source>
      <translation>レイヤ「{name}」はWeb地図で、画面表示用の色だけを持ち、計測値がありません。データをダウンロードして、そのファイルを選択してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is an 8-bit picture for the screen, no measurements. Choose the Sentinel-2 product itself (Level-1C or Level-2A).</source>
      <translation>レイヤ「{name}」は画面表示用の8ビット画像で、計測値がありません。Sentinel-2プロダクトそのもの（Level-1CまたはLevel-2A）を選択してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is an 8-bit picture, such as a hillshade. Choose the elevation itself, in metres.</source>
      <translation>レイヤ「{name}」は陰影図などの8ビット画像です。メートル単位の標高データを選択してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is no file. Save it with right-click &gt; Export &gt; Save As, and choose the file.</source>
      <translation>レイヤ「{name}」はファイルではありません。右クリックして「エクスポート &gt; 名前を付けて保存」で保存し、そのファイルを選択してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>The layer “{name}” is on the web. Download its file and choose that.</source>
      <translation>レイヤ「{name}」はWeb上にあります。ファイルをダウンロードして、それを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <source>The layers of the scene are not in this project: add them, or choose the folder of their files.</source>
      <translation>シーンのレイヤがこのプロジェクトにありません。追加するか、ファイルのあるフォルダを選択してください。</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The line does not cut the polygon; draw it from outside to outside.</source>
      <translation>線がポリゴンを横切っていません。ポリゴンの外側から外側まで描いてください。</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The map shows too much for outlines; zoom in to see them.</source>
      <translation>表示範囲が広すぎて輪郭を描けません。拡大すると表示されます。</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>The map shows too much: zoom to the place, or draw a rectangle.</source>
      <translation>地図の表示範囲が広すぎます。対象の場所へズームするか、矩形を描いてください。</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The memory was full ({name}): close other programs or choose a smaller area.</source>
      <translation>メモリが不足しました（{name}）。ほかのプログラムを閉じるか、エリアを小さくしてください。</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The model is being tuned already; wait until that has ended.</source>
      <translation>モデルはすでに調整中です。終了を待ってください。</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The model is being tuned to this review; QGIS shows below how far it is. You can go on.</source>
      <translation>このレビューに合わせてモデルを調整しています。進み具合はQGISの下部に表示されます。作業は続けられます。</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <source>The model {name} is not installed: the default one is chosen.</source>
      <translation>モデル{name}がインストールされていないため、既定のモデルを選択しました。</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>The name of a scene before has a semicolon in it; rename it.</source>
      <translation>イベント前のシーンの名前にセミコロンがあります。名前を変更してください。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>The name of an installed model. Empty: the default model.</source>
      <translation>インストール済みモデルの名前。空欄: 既定のモデル。</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <location filename="../review/measuring.py" />
      <source>The new outline could not be measured: {reason}</source>
      <translation>新しい輪郭を計測できませんでした: {reason}</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The outline could not be added to the layer.</source>
      <translation>輪郭をレイヤに追加できませんでした。</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The outline could not be changed.</source>
      <translation>輪郭を変更できませんでした。</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The outlines could not be read; move the slider again.</source>
      <translation>輪郭を読み込めませんでした。スライダをもう一度動かしてください。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The packages cannot be downloaded through a SOCKS proxy. Enter an HTTP proxy in the network settings of QGIS, or set up from a folder of wheels.</source>
      <translation>SOCKSプロキシ経由ではパッケージをダウンロードできません。QGISのネットワーク設定でHTTPプロキシを指定するか、wheelのフォルダからセットアップしてください。</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The parts do not touch, and this layer only takes single polygons.</source>
      <translation>パートが離れています。このレイヤにはシングルパートのポリゴンしか保存できません。</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The parts of {name} could not be added to the layer.</source>
      <translation>{name}のパートをレイヤに追加できませんでした。</translation>
    </message>
    <message>
      <location filename="../pictures/linked.py" />
      <source>The picture on this map. Landslides are drawn on both.</source>
      <translation>この地図に表示する画像。斜面崩壊は両方の地図に描かれます。</translation>
    </message>
    <message>
      <location filename="../pictures/show.py" />
      <source>The pictures of the scene cannot be opened.</source>
      <translation>シーンの画像を開けません。</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>The plugin is incomplete ({file} is missing or damaged). Install the plugin again.</source>
      <translation>プラグインが不完全です（{file}がないか破損しています）。プラグインを再インストールしてください。</translation>
    </message>
    <message>
      <location filename="../tasks.py" />
      <source>The plugin stumbled: {error}</source>
      <translation>プラグインで予期しないエラーが発生しました: {error}</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The polygon is not in the layer any more; choose the next one.</source>
      <translation>このポリゴンはもうレイヤにありません。次のポリゴンを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The polygon is on the map.</source>
      <translation>ポリゴンは地図上に表示されています。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The polygons of a layer</source>
      <translation>レイヤのポリゴン</translation>
    </message>
    <message>
      <location filename="../review/setup_page.py" />
      <source>The polygons to review. Only layers made by l4s are listed.</source>
      <translation>レビューするポリゴン。l4sが作成したレイヤだけが一覧に表示されます。</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The probability is not on the screen; zoom to its layer.</source>
      <translation>確率が画面内にありません。そのレイヤにズームしてください。</translation>
    </message>
    <message>
      <location filename="../layers/threshold.py" />
      <source>The probability layer is not in the project any more.</source>
      <translation>確率レイヤはもうプロジェクトにありません。</translation>
    </message>
    <message>
      <location filename="../layers/files.py" />
      <source>The probability raster {file} cannot be read; run the detection again.</source>
      <translation>確率ラスタ{file}を読み込めません。検出をもう一度実行してください。</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>The product's name has MSIL1C or MSIL2A in it.</source>
      <translation>プロダクト名にMSIL1CまたはMSIL2Aが含まれています。</translation>
    </message>
    <message>
      <location filename="../gui/area_file.py" />
      <source>The project has no coordinate system: choose one at the bottom right of QGIS.</source>
      <translation>プロジェクトに座標参照系がありません。QGISの右下で選択してください。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The proxy asks for a user name and a password. Enter them in the network settings of QGIS.</source>
      <translation>プロキシがユーザー名とパスワードを求めています。QGISのネットワーク設定で入力してください。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The proxy does not answer. Check it in the network settings of QGIS (Settings &gt; Options &gt; Network).</source>
      <translation>プロキシが応答しません。QGISのネットワーク設定（設定 &gt; オプション &gt; ネットワーク）を確認してください。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The rectangle is on the map.</source>
      <translation>矩形は地図上に表示されています。</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>The result gets a free name in the same folder; the file stays.</source>
      <translation>結果は同じフォルダに空いている名前で保存され、元のファイルは残ります。</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>The result is in {file}, but could not be added to the project: {error}</source>
      <translation>結果は{file}にありますが、プロジェクトに追加できませんでした: {error}</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>The result of the project before is in {file}</source>
      <translation>前のプロジェクトの結果は {file} にあります</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>The review could not be saved ({why}). Nothing is lost: free the file or the disk and save again.</source>
      <translation>レビューを保存できませんでした（{why}）。失われたものはありません。ファイルの使用を終えるかディスクの空きを確保して、もう一度保存してください。</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>The review is saved in the file of the inventory.</source>
      <translation>レビューをインベントリのファイルに保存しました。</translation>
    </message>
    <message>
      <location filename="../review/leaving.py" />
      <source>The review of {layer} has changes that are not in the file yet. Save them?</source>
      <translation>{layer}のレビューに、まだファイルに保存されていない変更があります。保存しますか？</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>The run followed run-outs; its scene is not there any more, so outlines are without.</source>
      <translation>実行時は流下域をたどりましたが、そのシーンがもうないため、輪郭には流下域が含まれません。</translation>
    </message>
    <message>
      <location filename="../gui/threshold_origin.py" />
      <source>The run used the CRF; its scene is not there any more, so outlines are without.</source>
      <translation>実行時はCRFを使いましたが、そのシーンがもうないため、輪郭にはCRFが反映されません。</translation>
    </message>
    <message>
      <location filename="../history.py" />
      <source>The scene before {path} is not there any more.</source>
      <translation>イベント前のシーン{path}はもうありません。</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>The scene cannot be handed over: {reason}</source>
      <translation>シーンを渡せません: {reason}</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>The scene cannot be shown: {reason}</source>
      <translation>シーンを表示できません: {reason}</translation>
    </message>
    <message>
      <location filename="../processing/base.py" />
      <source>The scene is given more than once; leave one of file, folder and layers.</source>
      <translation>シーンが重複して指定されています。ファイル、フォルダ、レイヤのうち1つだけにしてください。</translation>
    </message>
    <message>
      <location filename="../pictures/of_result.py" />
      <source>The scene of these landslides is not there any more.</source>
      <translation>この斜面崩壊のシーンはもうありません。</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The scene of this inventory is not found; use “Tune model to corrections” in the toolbox, where you can choose it.</source>
      <translation>このインベントリのシーンが見つかりません。ツールボックスの「修正に合わせてモデルを調整」では、シーンを選択できます。</translation>
    </message>
    <message>
      <location filename="../gui/use_again.py" />
      <location filename="../history.py" />
      <source>The scene {path} is not there any more.</source>
      <translation>シーン{path}はもうありません。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The selected polygons of a layer</source>
      <translation>レイヤの選択ポリゴン</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The server of the Python packages was reached, but its certificate is not trusted: a security program or a proxy opens the connection. Ask your administrator for the certificate, or set up from a folder of wheels.</source>
      <translation>Pythonパッケージのサーバに接続しましたが、証明書を信頼できません。セキュリティソフトまたはプロキシが通信を中継しています。管理者に証明書を問い合わせるか、wheelのフォルダからセットアップしてください。</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <location filename="../backend/setup_problems.py" />
      <source>The set-up failed: {words}. The log has the details.</source>
      <translation>セットアップに失敗しました: {words}。詳細はログにあります。</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>The set-up of l4s is incomplete or damaged. Repair it.</source>
      <translation>l4sのセットアップが不完全か、破損しています。修復してください。</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>The set-up of l4s is incomplete or damaged. Set it up again.</source>
      <translation>l4sのセットアップが不完全か、破損しています。もう一度セットアップしてください。</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>The stored value of a reflectance of 1: 10000 in Sentinel-2 products, 65535, 255 or 1 in others.</source>
      <translation>反射率1に対応する格納値。Sentinel-2プロダクトでは10000、その他では65535、255、1など。</translation>
    </message>
    <message>
      <location filename="../backend/ending.py" />
      <source>The system ended the calculation (SIGKILL). Most often the memory was full: close other programs or choose a smaller area.</source>
      <translation>システムが計算を終了させました（SIGKILL）。多くはメモリ不足が原因です。ほかのプログラムを閉じるか、エリアを小さくしてください。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>The system refused to write to {folder}. Often a virus scanner looks at new files: wait a minute and try again; if that does not help, allow this folder in the scanner.</source>
      <translation>システムが{folder}への書き込みを拒否しました。ウイルス対策ソフトが新しいファイルを検査していることがよくあります。1分ほど待って、もう一度実行してください。解決しない場合は、対策ソフトでこのフォルダを許可してください。</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>The tuned model does better on ground that it has not seen: F1 {before} before, {after} after. It is chosen in the panel “Detect landslides”.</source>
      <translation>調整したモデルは、まだ見ていない場所でも良くなっています: F1は調整前{before}、調整後{after}。パネル「斜面崩壊を検出」で選択されました。</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <location filename="../processing/parts.py" />
      <source>The two results need different names.</source>
      <translation>2つの結果には別々の名前を付けてください。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>The whole scene</source>
      <translation>シーン全体</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>There are no packages (.whl) in the folder {folder}.</source>
      <translation>フォルダ{folder}にパッケージ（.whl）がありません。</translation>
    </message>
    <message>
      <location filename="../gui/options_group.py" />
      <source>There are none</source>
      <translation>雲はない</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>There is no Python at {path}. Choose another one.</source>
      <translation>{path}にPythonがありません。別のものを選択してください。</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>There is no inventory in the project; detect landslides, or open one, first.</source>
      <translation>プロジェクトにインベントリがありません。先に斜面崩壊を検出するか、インベントリを開いてください。</translation>
    </message>
    <message>
      <location filename="../pictures/compare.py" />
      <source>There is no picture to compare with. Choose the scene and the scene before in “Detect landslides”.</source>
      <translation>比較する画像がありません。「斜面崩壊を検出」で、シーンとイベント前のシーンを選択してください。</translation>
    </message>
    <message>
      <location filename="../review/session.py" />
      <source>There is no polygon to review in this layer.</source>
      <translation>このレイヤにはレビューするポリゴンがありません。</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>There is no polygon to review.</source>
      <translation>レビューするポリゴンがありません。</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>There is no probability in the project: detect landslides first.</source>
      <translation>プロジェクトに確率レイヤがありません。先に斜面崩壊を検出してください。</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>There is no ready-made package {package} for Python {python} on this system. Choose another Python; 3.12 has all of them.</source>
      <translation>このシステムのPython {python}用のビルド済みパッケージ{package}がありません。別のPythonを選択してください。3.12ならすべて揃っています。</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>There is nothing to undo.</source>
      <translation>元に戻す操作がありません。</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>These scenes cannot be read over the web as they are: download them first.</source>
      <translation>これらのシーンはそのままではWeb経由で読み込めません。先にダウンロードしてください。</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>This copy of the plugin brings no package of l4s: choose an existing environment under “Advanced”.</source>
      <translation>このプラグインにはl4sのパッケージが同梱されていません。「詳細設定」で既存の環境を選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/sample.py" />
      <source>This copy of the plugin has no sample data. Install it anew.</source>
      <translation>このプラグインにはサンプルデータが含まれていません。再インストールしてください。</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>This ground is a landslide of the inventory already; click beside it, or redraw that one.</source>
      <translation>ここはすでにインベントリの斜面崩壊です。その外側をクリックするか、既存のものを描き直してください。</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>This inventory has no column {name}.</source>
      <translation>このインベントリには列{name}がありません。</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <location filename="../review/dock.py" />
      <source>This layer is no inventory of landslides; choose one that l4s made.</source>
      <translation>このレイヤは斜面崩壊のインベントリではありません。l4sが作成したレイヤを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>This project has no layer with polygons.</source>
      <translation>このプロジェクトにはポリゴンレイヤがありません。</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>This was the last one in the list.</source>
      <translation>リストの最後でした。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Those that a scene needs are found by their place.</source>
      <translation>シーンに必要なタイルは位置から探します。</translation>
    </message>
    <message>
      <location filename="../gui/history_dialog.py" />
      <location filename="../gui/options_group.py" />
      <location filename="../gui/threshold_panel.py" />
      <source>Threshold</source>
      <translation>閾値</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Threshold (probability)</source>
      <translation>閾値（確率）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Threshold (probability, 0 to 1)</source>
      <translation>閾値（確率、0～1）</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Tile</source>
      <translation>タイル</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Time of the review (UTC)</source>
      <translation>レビュー日時（UTC）</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Time of the run (UTC)</source>
      <translation>実行日時（UTC）</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>To search is free for everybody; to download, an account of {catalogue} is needed.</source>
      <translation>検索は誰でもできます。ダウンロードには{catalogue}のアカウントが必要です。</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Toe (lowest point)</source>
      <translation>末端（最低点）</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <location filename="../layers/columns.py" />
      <source>Trigger</source>
      <translation>誘因</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>True colour</source>
      <translation>トゥルーカラー</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <location filename="../plugin.py" />
      <source>Try a threshold</source>
      <translation>閾値を試す</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <location filename="../plugin.py" />
      <source>Try with sample data</source>
      <translation>サンプルデータで試す</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Tune model to corrections</source>
      <translation>修正に合わせてモデルを調整</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <location filename="../review/tuning.py" />
      <source>Tuned model</source>
      <translation>調整したモデル</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>Tuning did not help, the model stays as it is. {reason}</source>
      <translation>調整しても良くならなかったため、モデルはそのままです。{reason}</translation>
    </message>
    <message>
      <location filename="../review/tuning.py" />
      <source>Tuning the model</source>
      <translation>モデルを調整中</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <location filename="../review/details.py" />
      <location filename="../review/table_model.py" />
      <source>Type</source>
      <translation>種類</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <location filename="../layers/tips.py" />
      <source>Type of landslide</source>
      <translation>斜面変動の種類</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>Uncertainty: {bits} (0 certain, 1 undecided)</source>
      <translation>不確実性: {bits}（0は確実、1は判定不能）</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Undo</source>
      <translation>元に戻す</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Unit of elevation</source>
      <translation>標高の単位</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Unit of the heights</source>
      <translation>標高の単位</translation>
    </message>
    <message>
      <location filename="../stages.py" />
      <source>Unpacking the bands</source>
      <translation>バンドを展開中</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>Update ledger</source>
      <translation>台帳を更新</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Use &amp;this environment</source>
      <translation>この環境を使う(&amp;T)</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>Use the &amp;graphics card</source>
      <translation>GPUを使う(&amp;G)</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Use the plugin's o&amp;wn environment</source>
      <translation>プラグイン専用の環境を使う(&amp;W)</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <location filename="../processing/wording.py" />
      <source>Use the statistics of the scene</source>
      <translation>シーンの統計量を使う</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Use these</source>
      <translation>これらを使用</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Uses the Python at {path}.</source>
      <translation>{path}のPythonを使っています。</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>Uses: {channels}</source>
      <translation>使用チャンネル: {channels}</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>Vector files (*.gpkg *.geojson *.shp)</source>
      <translation>ベクタファイル (*.gpkg *.geojson *.shp)</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>Vectorise probability</source>
      <translation>確率をベクタ化</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>Versions, paths and the last lines of the log, for a question to the maintainers</source>
      <translation>バージョン、パス、ログの末尾（開発者への問い合わせ用）</translation>
    </message>
    <message>
      <location filename="../processing/choices.py" />
      <source>Views of each window (eight times as long)</source>
      <translation>各ウィンドウの複数のビュー（8倍の時間）</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Volcanic activity</source>
      <translation>火山活動</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <source>Water</source>
      <translation>水域</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Ways down</source>
      <translation>流下経路</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>What has to disagree. It fills the mean uncertainty of each landslide, by which the review is ordered, and is written beside the probability as …_uncertainty.tif.</source>
      <translation>何の不一致を測るか。各斜面崩壊の平均不確実性となり、レビューはその順に並びます。確率と同じ場所に…_uncertainty.tifとしても書き出します。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>What it leaves uncovered is reported as not observed.</source>
      <translation>DEMのない範囲は未観測域として報告されます。</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>What the map shows</source>
      <translation>地図の表示範囲</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>What to look for</source>
      <translation>検索条件</translation>
    </message>
    <message>
      <location filename="../gui/run_panel.py" />
      <source>What was detected before, and with which settings; they can be used again.</source>
      <translation>これまでの検出とその設定。設定は再び使えます。</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>What was drawn has no area; draw the outline again with at least three corners.</source>
      <translation>描いた図形に面積がありません。3つ以上の頂点で輪郭を描き直してください。</translation>
    </message>
    <message>
      <location filename="../review/adding.py" />
      <source>What was drawn is all inside of landslides of the inventory; redraw these.</source>
      <translation>描いた範囲はすべてインベントリの斜面崩壊の中にあります。既存のものを描き直してください。</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>What was measured could not be written into {layer}.</source>
      <translation>計測値を{layer}に書き込めませんでした。</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>What would be downloaded of it: ten bands</source>
      <translation>ダウンロードされる量: 10バンド分</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <source>Where possible (automatic)</source>
      <translation>可能な場合（自動）</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>Where the file does not say it, heights are taken for metres.</source>
      <translation>ファイルに記載がない場合、標高はメートルとみなします。</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <source>Whether it shows the ground after the event or before it</source>
      <translation>イベント後の地表か、イベント前の地表か</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Whether the tuned model does better</source>
      <translation>調整したモデルの方が良いか</translation>
    </message>
    <message>
      <location filename="../review/polygon_list.py" />
      <source>Which polygons are listed. Next and Back go through the list.</source>
      <translation>リストに表示するポリゴン。「次へ」と「前へ」でリストを順に移動します。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>Whose the roll-over is</source>
      <translation>ロールオーバーの原因</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Why it was not observed</source>
      <translation>未観測の理由</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Why it was rejected</source>
      <translation>棄却の理由</translation>
    </message>
    <message>
      <location filename="../review/table_model.py" />
      <source>Why rejected</source>
      <translation>棄却の理由</translation>
    </message>
    <message>
      <location filename="../layers/columns.py" />
      <source>Width (m)</source>
      <translation>幅（m）</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>Width of the way down (metres)</source>
      <translation>流下経路の幅（メートル）</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>With a scene before. Automatic: where both scenes have the bands for it.</source>
      <translation>イベント前のシーンがある場合。自動: 両方のシーンに必要なバンドがある場合に比較します。</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <source>With elevation (DEM), flat places are left out and slopes are measured. Optional.</source>
      <translation>標高（DEM）があると、平坦な場所を除外し、傾斜を計測します。任意です。</translation>
    </message>
    <message>
      <location filename="../gui/output_group.py" />
      <source>With it, the threshold can be changed afterwards without a new run.</source>
      <translation>保存しておくと、再実行せずに後から閾値を変更できます。</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>Without a clear scene: {tiles}</source>
      <translation>雲の少ないシーンがないタイル: {tiles}</translation>
    </message>
    <message>
      <location filename="../gui/terrain_group.py" />
      <source>Without elevation, flat places are not sorted out and slopes stay empty.</source>
      <translation>標高がない場合、平坦な場所は除外されず、傾斜は空欄になります。</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Without it, flat ground is not ruled out and heights and slopes stay empty.</source>
      <translation>指定しない場合、平坦地は除外されず、標高と傾斜は空欄になります。</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Write as new inventory</source>
      <translation>新規インベントリとして保存</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>Write beside it</source>
      <translation>別ファイルに書き込む</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Write notes.</source>
      <translation>備考を書きます。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>Write the model where it did not help, too</source>
      <translation>良くならなかった場合もモデルを書き出す</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>Writes an inventory as catalogues and other programs have it, or theirs as an inventory.</source>
      <translation>インベントリをカタログや他のプログラムの形式で書き出すか、それらをインベントリに変換します。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>Writes everything that is known of an inventory as one page, to read, print or pass on.</source>
      <translation>インベントリについて分かっていることを、閲覧・印刷・配布できる1ページにまとめます。</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Writing {name}…</source>
      <translation>{name}を書き込んでいます…</translation>
    </message>
    <message>
      <location filename="../processing/parameters.py" />
      <source>Written into every polygon. Scripts and models may give any word.</source>
      <translation>すべてのポリゴンに書き込まれます。スクリプトやモデルでは任意の語を指定できます。</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>Written: {name}</source>
      <translation>書き込みました: {name}</translation>
    </message>
    <message>
      <location filename="../layers/domains.py" />
      <location filename="../processing/choices.py" />
      <source>Yes</source>
      <translation>はい</translation>
    </message>
    <message>
      <location filename="../review/actions.py" />
      <source>Zoom</source>
      <translation>ズーム</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>Zoom to landslides</source>
      <translation>斜面崩壊にズーム</translation>
    </message>
    <message>
      <location filename="../pictures/row.py" />
      <source>Zoom to the scene</source>
      <translation>シーンにズーム</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>a 32-bit Python; needs a 64-bit one</source>
      <translation>32ビット版のPythonです。64ビット版が必要です</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>accepted</source>
      <translation>採用</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>accepted with a new outline</source>
      <translation>輪郭を修正して採用</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>add {files} to the folder</source>
      <translation>フォルダに{files}を追加する</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../review/dock.py" />
      <source>after</source>
      <translation>イベント後</translation>
    </message>
    <message>
      <location filename="../find/footprints.py" />
      <source>after the event</source>
      <translation>イベント後</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>assumed</source>
      <translation>推定</translation>
    </message>
    <message>
      <location filename="../find/table.py" />
      <location filename="../review/dock.py" />
      <source>before</source>
      <translation>イベント前</translation>
    </message>
    <message>
      <location filename="../find/footprints.py" />
      <source>before the event</source>
      <translation>イベント前</translation>
    </message>
    <message>
      <location filename="../layers/probability.py" />
      <source>below {percent} %</source>
      <translation>{percent} %未満</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>blue</source>
      <translation>青</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>by the file</source>
      <translation>ファイルの記載</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>cannot make environments: install Python anew, complete with pip and venv</source>
      <translation>環境を作成できません。pipとvenvを含む完全なPythonをインストールし直してください</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>cannot make environments: install python3-venv (on Debian and Ubuntu: python{version}-venv)</source>
      <translation>環境を作成できません。python3-venvをインストールしてください（DebianとUbuntuではpython{version}-venv）</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>choose a scene that has them</source>
      <translation>それらを含むシーンを選択する</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>choose another model</source>
      <translation>別のモデルを選択する</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>choose the day</source>
      <translation>日付を選択</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>chosen scenes cover {share} % of the area</source>
      <translation>選択したシーンの被覆率: エリアの{share} %</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>cirrus</source>
      <translation>巻雲</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>coastal aerosol</source>
      <translation>沿岸エアロゾル</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>correct the table of bands</source>
      <translation>バンドの表を修正する</translation>
    </message>
    <message>
      <location filename="../gui/before_group.py" />
      <location filename="../gui/facts_text.py" />
      <source>date not known</source>
      <translation>日付不明</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>days after</source>
      <translation>日後まで</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>days before</source>
      <translation>日前から</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>does not answer as a Python does</source>
      <translation>Pythonとしての応答がありません</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>earthquake</source>
      <translation>地震</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>elevation: 1 tile</source>
      <translation>標高: 1タイル</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>elevation: {count} tiles</source>
      <translation>標高: {count}タイル</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>found by the run</source>
      <translation>実行時に判定</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>found in the values</source>
      <translation>値から判定</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>green</source>
      <translation>緑</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>human activity</source>
      <translation>人間活動</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>incomplete ({parts} missing): install Python anew</source>
      <translation>不完全です（{parts}がありません）。Pythonをインストールし直してください</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>it does not answer as expected.</source>
      <translation>想定した応答がありません。</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>l4s is not set up yet.</source>
      <translation>l4sはまだセットアップされていません。</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>l4s is not set up yet: its calculation part has to be installed once.</source>
      <translation>l4sはまだセットアップされていません。最初に一度、計算プログラムをインストールする必要があります。</translation>
    </message>
    <message>
      <location filename="../gui/setup_page.py" />
      <source>l4s is set up (Python {python}).</source>
      <translation>l4sはセットアップ済みです（Python {python}）。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/statistics.py" />
      <source>landslide,area,frequency,magnitude,power law,inverse gamma,completeness,volume</source>
      <translation>landslide,area,frequency,magnitude,power law,inverse gamma,completeness,volume,斜面崩壊,地すべり,面積,頻度,マグニチュード,べき乗則,逆ガンマ分布,完全性,体積</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/compare.py" />
      <source>landslide,compare,accuracy,precision,recall,reference,validation,inventory</source>
      <translation>landslide,compare,accuracy,precision,recall,reference,validation,inventory,斜面崩壊,地すべり,比較,精度,適合率,再現率,参照データ,検証,インベントリ</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/convert.py" />
      <source>landslide,exchange,export,import,COOLR,USGS,IFFI,KML,STAC,inventory</source>
      <translation>landslide,exchange,export,import,COOLR,USGS,IFFI,KML,STAC,inventory,斜面崩壊,地すべり,交換,エクスポート,インポート,インベントリ</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/exposure.py" />
      <source>landslide,exposure,assets,roads,buildings,risk,downstream,run-out</source>
      <translation>landslide,exposure,assets,roads,buildings,risk,downstream,run-out,斜面崩壊,地すべり,曝露,保全対象,道路,建物,リスク,下流,流下域</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/ledger.py" />
      <source>landslide,ledger,history,change,reactivated,revegetated,inventory</source>
      <translation>landslide,ledger,history,change,reactivated,revegetated,inventory,斜面崩壊,地すべり,台帳,履歴,変化,再活動,植生回復,インベントリ</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/detect.py" />
      <source>landslide,mass movement,debris flow,sentinel-2,inventory,hazard,deep learning</source>
      <translation>landslide,mass movement,debris flow,sentinel-2,inventory,hazard,deep learning,斜面崩壊,地すべり,土砂災害,土石流,インベントリ,ハザード,深層学習</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/merge.py" />
      <source>landslide,merge,mosaic,inventory,tiles,duplicates</source>
      <translation>landslide,merge,mosaic,inventory,tiles,duplicates,斜面崩壊,地すべり,結合,モザイク,インベントリ,タイル,重複</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/vectorize.py" />
      <source>landslide,polygonize,vectorize,threshold,inventory,probability</source>
      <translation>landslide,polygonize,vectorize,threshold,inventory,probability,斜面崩壊,地すべり,ポリゴン化,ベクタ化,閾値,インベントリ,確率</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/report.py" />
      <source>landslide,report,html,page,map,print,pdf,statistics,accuracy</source>
      <translation>landslide,report,html,page,map,print,pdf,statistics,accuracy,斜面崩壊,地すべり,レポート,地図,印刷,統計,精度</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>landslide,sentinel-2,inventory,batch,many,tiles,resume</source>
      <translation>landslide,sentinel-2,inventory,batch,many,tiles,resume,斜面崩壊,地すべり,インベントリ,一括,タイル,再開</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/stack.py" />
      <source>landslide,sentinel-2,stack,resample,bands,slope,landslide4sense</source>
      <translation>landslide,sentinel-2,stack,resample,bands,slope,landslide4sense,斜面崩壊,地すべり,スタック,リサンプリング,バンド,傾斜</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/split.py" />
      <source>landslide,split,amalgamation,watershed,crown,toe,centre line,flow</source>
      <translation>landslide,split,amalgamation,watershed,crown,toe,centre line,flow,斜面崩壊,地すべり,分割,一体化,集水域,冠頂,末端,中心線,流れ</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/tune.py" />
      <source>landslide,tune,fine-tune,train,model,review,corrections,active learning</source>
      <translation>landslide,tune,fine-tune,train,model,review,corrections,active learning,斜面崩壊,地すべり,調整,ファインチューニング,学習,モデル,レビュー,修正,能動学習</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>level not known</source>
      <translation>レベル不明</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>narrow near infrared</source>
      <translation>狭帯域近赤外</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>near infrared</source>
      <translation>近赤外</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>none found</source>
      <translation>見つかりません</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>not in the list</source>
      <translation>リスト外</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>not known</source>
      <translation>不明</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>not reviewed yet</source>
      <translation>未レビュー</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>not used</source>
      <translation>使用しない</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>overlap of the windows (command line)</source>
      <translation>ウィンドウの重なり（コマンドライン）</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>probability</source>
      <translation>確率</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>rainfall</source>
      <translation>降雨</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red</source>
      <translation>赤</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red edge 1</source>
      <translation>レッドエッジ1</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red edge 2</source>
      <translation>レッドエッジ2</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>red edge 3</source>
      <translation>レッドエッジ3</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>rejected</source>
      <translation>棄却</translation>
    </message>
    <message>
      <location filename="../gui/advanced_group.py" />
      <source>scene before</source>
      <translation>イベント前のシーン</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>size of the windows (command line)</source>
      <translation>ウィンドウのサイズ（コマンドライン）</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>snowmelt</source>
      <translation>融雪</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the date of the event</source>
      <translation>イベントの日付</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the statistics of the scene (toolbox, command line)</source>
      <translation>シーンの統計量（ツールボックス、コマンドライン）</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the table of bands</source>
      <translation>バンドの表</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the table of bands of the scene before</source>
      <translation>イベント前のシーンのバンドの表</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the tool “Detect landslides in many scenes”</source>
      <translation>ツール「多数のシーンで斜面崩壊を検出」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the tool “Detect landslides” with “Map it even if the model does not suit”</source>
      <translation>ツール「斜面崩壊を検出」の「モデルが合わなくてもマッピングする」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the views that are averaged (toolbox, command line)</source>
      <translation>平均するビュー（ツールボックス、コマンドライン）</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>the way to tell the uncertainty (toolbox, command line)</source>
      <translation>不確実性の求め方（ツールボックス、コマンドライン）</translation>
    </message>
    <message>
      <location filename="../backend/interpreters.py" />
      <source>too old: {version}, needs {oldest} or newer</source>
      <translation>古すぎます: {version}です。{oldest}以降が必要です</translation>
    </message>
    <message>
      <location filename="../backend/setup_problems.py" />
      <source>unknown</source>
      <translation>不明</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>unknown reason</source>
      <translation>不明な理由</translation>
    </message>
    <message>
      <location filename="../gui/event_group.py" />
      <source>volcanic activity</source>
      <translation>火山活動</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>water vapour</source>
      <translation>水蒸気</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{accepted} accepted, {rejected} rejected, {edited} edited</source>
      <translation>採用{accepted}件、棄却{rejected}件、修正{edited}件</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>{after} scenes after the event, {before} before it</source>
      <translation>イベント後のシーン{after}件、イベント前{before}件</translation>
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
      <translation>{bands}（赤、緑、青）</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{band} is chosen twice; set one of them to “not used”.</source>
      <translation>{band}が2回選択されています。一方を「使用しない」にしてください。</translation>
    </message>
    <message>
      <location filename="../find/question_group.py" />
      <source>{catalogue} has no scenes of Level-{level}; choose the other level or another catalogue.</source>
      <translation>{catalogue}にはLevel-{level}のシーンがありません。もう一方のレベルか、別のカタログを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/facts_text.py" />
      <source>{count} bands</source>
      <translation>{count}バンド</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>{count} landslides</source>
      <translation>斜面崩壊{count}件</translation>
    </message>
    <message>
      <location filename="../gui/devices.py" />
      <source>{count} processor cores</source>
      <translation>プロセッサ{count}コア</translation>
    </message>
    <message>
      <location filename="../gui/area_group.py" />
      <source>{count} selected</source>
      <translation>{count}個を選択中</translation>
    </message>
    <message>
      <location filename="../gui/devices.py" />
      <source>{cpu} ({gpu} needs the GPU build: “Set up l4s”)</source>
      <translation>{cpu}（{gpu}にはGPU版が必要: 「l4sのセットアップ」）</translation>
    </message>
    <message>
      <location filename="../processing/values.py" />
      <source>{date} is no date; write it like 2019-08-08.</source>
      <translation>{date}は日付ではありません。2019-08-08のように入力してください。</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>{decision} by you</source>
      <translation>{decision}（自分）</translation>
    </message>
    <message>
      <location filename="../review/describe.py" />
      <source>{decision} by {reviewer}</source>
      <translation>{decision}（{reviewer}）</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{done} of {total} reviewed</source>
      <translation>{total}件中{done}件レビュー済み</translation>
    </message>
    <message>
      <location filename="../gui/scene_details.py" />
      <source>{field}, {scene}</source>
      <translation>{field}、{scene}</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>{file} cannot be written: {reason}</source>
      <translation>{file}に書き込めません: {reason}</translation>
    </message>
    <message>
      <location filename="../layers/files.py" />
      <source>{file} has no layer of landslides that QGIS can read; choose a file that l4s wrote.</source>
      <translation>{file}には、QGISで読み込める斜面崩壊レイヤがありません。l4sが書き出したファイルを選択してください。</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>{file} has no layer {layer} to copy; write the inventory as .gpkg.</source>
      <translation>{file}にはコピーするレイヤ{layer}がありません。インベントリを.gpkgで保存してください。</translation>
    </message>
    <message>
      <location filename="../processing/parts.py" />
      <source>{file} is the inventory, which holds this layer already; choose another file.</source>
      <translation>{file}はこのレイヤをすでに含むインベントリです。別のファイルを選択してください。</translation>
    </message>
    <message>
      <location filename="../backend/installation.py" />
      <source>{folder} could not be removed entirely: something still uses it. Restart QGIS, then try again.</source>
      <translation>{folder}を完全には削除できませんでした。まだ使用中です。QGISを再起動して、もう一度実行してください。</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>{folder} is in use: wait for running calculations or restart QGIS, then try again.</source>
      <translation>{folder}は使用中です。実行中の計算の終了を待つかQGISを再起動して、もう一度実行してください。</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{hours} h {minutes} min</source>
      <translation>{hours}時間{minutes}分</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>{layer} cannot be edited; save it as a GeoPackage in a folder of your own and review that.</source>
      <translation>{layer}は編集できません。書き込み可能なフォルダにGeoPackageとして保存し、それをレビューしてください。</translation>
    </message>
    <message>
      <location filename="../layers/result.py" />
      <source>{layer} has edits that are not saved; save or discard them first.</source>
      <translation>{layer}に保存されていない編集があります。先に保存するか破棄してください。</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{minutes} min</source>
      <translation>{minutes}分</translation>
    </message>
    <message>
      <location filename="../gui/threshold_terrain.py" />
      <source>{name} and {count} more</source>
      <translation>{name}ほか{count}件</translation>
    </message>
    <message>
      <location filename="../review/edits.py" />
      <source>{name} could not be removed from the layer.</source>
      <translation>{name}をレイヤから削除できませんでした。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} exists already. Choose another name, or tick “Replace existing files”.</source>
      <translation>{name}はすでに存在します。別の名前を選ぶか、「既存のファイルを置き換える」をオンにしてください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} has a single band. Choose the whole product, the folder with one file for each band, or “Several single-band layers”.</source>
      <translation>{name} のバンドは1つだけです。プロダクト全体、バンドごとのファイルがあるフォルダ、または「複数の単バンドレイヤ」を選んでください。</translation>
    </message>
    <message>
      <location filename="../processing/reviewed.py" />
      <source>{name} holds {count} reviewed landslides and is not replaced. Choose another name, or delete it first.</source>
      <translation>{name}にはレビュー済みの斜面崩壊が{count}件あるため、置き換えません。別の名前を選ぶか、先に削除してください。</translation>
    </message>
    <message>
      <location filename="../gui/reviewed_choice.py" />
      <source>{name} holds {count} reviewed landslides.</source>
      <translation>{name}にはレビュー済みの斜面崩壊が{count}件あります。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} is a picture for the screen. Choose the Sentinel-2 product itself.</source>
      <translation>{name}は画面表示用の画像です。Sentinel-2プロダクトそのものを選択してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} is being edited in this project. Save or discard the edits, or choose another name.</source>
      <translation>{name}はこのプロジェクトで編集中です。編集を保存するか破棄するか、別の名前を選んでください。</translation>
    </message>
    <message>
      <location filename="../gui/threshold_panel.py" />
      <source>{name} is open in the project and is not written over. Choose another name.</source>
      <translation>{name}はプロジェクトで開かれているため、上書きしません。別の名前を選んでください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name} is open in this project. Choose another name, or remove its layers first.</source>
      <translation>{name}はこのプロジェクトで開かれています。別の名前を選ぶか、先にそのレイヤを削除してください。</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>{name} is rejected. What is it instead?</source>
      <translation>{name}を棄却しました。実際は何ですか？</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>{name} is rejected: {reason}. Another digit changes it.</source>
      <translation>{name}を棄却しました: {reason}。別の数字キーで変更できます。</translation>
    </message>
    <message>
      <location filename="../review/dock.py" />
      <source>{name} was added: {hectares} ha. Save the review to keep it.</source>
      <translation>{name}を追加しました: {hectares} ha。残すには、レビューを保存してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name}: say in which folder to save it.</source>
      <translation>{name}: 保存先のフォルダを指定してください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>{name}: the name has to end with {endings}.</source>
      <translation>{name}: 名前の末尾は{endings}にしてください。</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>{name}; a larger download</source>
      <translation>{name}（ダウンロード量が増えます）</translation>
    </message>
    <message>
      <location filename="../gui/band_words.py" />
      <source>{order}, then a mask</source>
      <translation>{order}、その後にマスク</translation>
    </message>
    <message>
      <location filename="../backend/making.py" />
      <source>{path} cannot be used: {problem}.</source>
      <translation>{path}は使用できません: {problem}。</translation>
    </message>
    <message>
      <location filename="../backend/connection.py" />
      <source>{path} does not work as the calculation part of l4s: {reason}</source>
      <translation>{path}はl4sの計算プログラムとして動作しません: {reason}</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <location filename="../review/edits.py" />
      <source>{path} is not there.</source>
      <translation>{path}がありません。</translation>
    </message>
    <message>
      <location filename="../pictures/layers.py" />
      <source>{picture} before</source>
      <translation>{picture}（イベント前）</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{place} of {total} in the list</source>
      <translation>リスト{total}件中{place}番目</translation>
    </message>
    <message>
      <location filename="../review/work_page.py" />
      <source>{place} of {total}, most worth a look first</source>
      <translation>{total}件中{place}番目（確認の必要性が高い順）</translation>
    </message>
    <message>
      <location filename="../backend/process.py" />
      <source>{program} could not be started: {reason}</source>
      <translation>{program}を起動できませんでした: {reason}</translation>
    </message>
    <message>
      <location filename="../gui/setup_advanced.py" />
      <source>{proxy}, as in the network settings of QGIS</source>
      <translation>{proxy}（QGISのネットワーク設定）</translation>
    </message>
    <message>
      <location filename="../gui/durations.py" />
      <source>{seconds} s</source>
      <translation>{seconds}秒</translation>
    </message>
    <message>
      <location filename="../gui/detect_dock.py" />
      <source>{share} % not observed</source>
      <translation>{share} %が未観測</translation>
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
      <translation>ダウンロード量: {size}と標高。</translation>
    </message>
    <message>
      <location filename="../find/dock.py" />
      <source>{size} to download.</source>
      <translation>ダウンロード量: {size}。</translation>
    </message>
    <message>
      <location filename="../gui/progress_panel.py" />
      <source>{step}: {time} left</source>
      <translation>{step}: 残り{time}</translation>
    </message>
    <message>
      <location filename="../gui/model_group.py" />
      <source>{title} (default)</source>
      <translation>{title}（既定）</translation>
    </message>
    <message>
      <location filename="../gui/found_words.py" />
      <source>{value} ({how})</source>
      <translation>{value}（{how}）</translation>
    </message>
    <message>
      <location filename="../processing/scene_input.py" />
      <location filename="../processing/values.py" />
      <source>{what} is no raster that QGIS can read; choose another file.</source>
      <translation>{what}はQGISで読み込めるラスタではありません。別のファイルを選択してください。</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Always”</source>
      <translation>「常に」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Area to map”</source>
      <translation>「図化する範囲」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“As marked in the product”</source>
      <translation>「プロダクトの雲情報を使用」</translation>
    </message>
    <message>
      <location filename="../processing/scene_input.py" />
      <source>“Bands” names {named} bands and the layer “{layer}” has {count}; name each, with a minus for those to leave out.</source>
      <translation>「バンド」には{named}個のバンド名がありますが、レイヤ「{layer}」のバンド数は{count}です。すべての名前を指定し、除外するものにはマイナスを付けてください。</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Centimetres”</source>
      <translation>「センチメートル」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Clouds”</source>
      <translation>「雲」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Compare”</source>
      <translation>「比較」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Decimetres”</source>
      <translation>「デシメートル」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Elevation”</source>
      <translation>「標高」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Feet”</source>
      <translation>「フィート」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Fill holes up to”</source>
      <translation>「埋める穴の最大面積」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Find them (automatic)”</source>
      <translation>「検出する（自動）」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Find them by colour”</source>
      <translation>「色で検出」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Find them with a network”</source>
      <translation>「ニューラルネットで検出」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Follow run-outs”</source>
      <translation>「流下域をたどる」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Leave out open water”</source>
      <translation>「開放水域を除外」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Level, scene before”</source>
      <translation>「レベル、イベント前のシーン」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Level”</source>
      <translation>「レベル」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Lower threshold”</source>
      <translation>「下側の閾値」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Metres”</source>
      <translation>「メートル」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Minimum area”</source>
      <translation>「最小面積」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Minimum slope”</source>
      <translation>「最小傾斜」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Model”</source>
      <translation>「モデル」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Never: its date alone”</source>
      <translation>「しない: 日付だけ使用」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“No elevation”</source>
      <translation>「標高なし」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Offset, scene before”</source>
      <translation>「オフセット、イベント前のシーン」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Offset”</source>
      <translation>「オフセット」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Pixels that look alike agree (CRF)”</source>
      <translation>「似たピクセルの判定をそろえる（CRF）」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Replace existing files”</source>
      <translation>「既存のファイルを置き換える」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Runs on”</source>
      <translation>「実行デバイス」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Save the probability too”</source>
      <translation>「確率も保存」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Scale, scene before”</source>
      <translation>「スケール、イベント前のシーン」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Scale”</source>
      <translation>「スケール」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Scene before the event”</source>
      <translation>「イベント前のシーン」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Shift of scene before”</source>
      <translation>「イベント前シーンの位置合わせ」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Smooth outlines”</source>
      <translation>「輪郭の平滑化」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“The elevation may have gaps”</source>
      <translation>「標高の欠損を許容」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“There are none”</source>
      <translation>「雲はない」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Threshold”</source>
      <translation>「閾値」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Unit of elevation”</source>
      <translation>「標高の単位」</translation>
    </message>
    <message>
      <location filename="../gui/plain_words.py" />
      <source>“Where possible (automatic)”</source>
      <translation>「可能な場合（自動）」</translation>
    </message>
    <message>
      <location filename="../processing/area.py" />
      <source>“{name}” has no polygon to map in; draw one, or leave the area empty for the whole scene.</source>
      <translation>「{name}」にはマッピングするポリゴンがありません。描くか、エリアを空欄にしてシーン全体を対象にしてください。</translation>
    </message>
    <message>
      <location filename="../inputs.py" />
      <source>“{name}” is band {band} of a Sentinel-2 scene by its name, no elevation. Choose a digital elevation model (DEM).</source>
      <translation>「{name}」は名前からSentinel-2シーンのバンド{band}とみられ、標高ではありません。数値標高モデル（DEM）を選択してください。</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <location filename="../processing/wording.py" />
      <source>… or a table of them</source>
      <translation>… またはシーンの表</translation>
    </message>
    <message>
      <location filename="../processing/algorithms/batch.py" />
      <source>… or folder of elevation tiles</source>
      <translation>… または標高タイルのフォルダ</translation>
    </message>
  </context>
</TS>
