"""Small valid files of the social and digital sources, invented: no place, no action here exists."""

from __future__ import annotations

import json

MEDIATION = (
    "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,courriels,horaires,date_maj,"
    "services,frais_a_charge,formations_labels,modalites_acces,fiche_acces_libre,itinerance\n"
    'f-1,73282932000074,Espace fictif,Lille,59000,59350,1 place Fictive,50.63,3.06,3646,a@b.fr,"Mo-Fr 09:00-12:00",'
    "2026-11-01,Aide aux démarches administratives|Utilisation sécurisée du numérique,Gratuit|Payant,"
    "Formé à « Mon Espace Santé »,Se présenter,https://acceslibre.beta.gouv.fr/app/fictif/,Itinérant\n"
    "f-2,0,Bus fictif,Ajaccio,20000,20004,2 place Fictive,,,+33353010001,,,2026-11-01,,,,,,\n"
).encode()
FRANCE_SERVICES = (
    "id_fs,lib_fs,adresse,insee_com,code_postal,lib_com,latitude,longitude,mail,telephone,"
    "h_lundi,h_mardi,h_mercredi,h_jeudi,h_vendredi,h_samedi,prise_rdv,type_fs,format_fs\n"
    "3,Espace fictif,1 rue Fictive,02361,02120,Guise,49.90,3.63,a@example.fr,03 53 01 00 00,"
    "09:30 - 16:30,09:30 - 12:00 / 13:30 - 18:00,,,,,Oui,Antenne,Bus_équivalent\n"
).encode()
AIDANTS_CONNECT = (
    b"nom,uuid,actif,code_insee,adresse,code_postal,siret,label_france_services,commune,nb_aidants\n"
    b"Association fictive,u-1,true,59178,1 rue Fictive,59500,73282932000074,true,Douai,3\n"
)
STRUCTURE = {
    "source": "exemple",
    "id": "exemple--1",
    "nom": "Centre social fictif",
    "date_maj": "2026-11-01",
    "code_insee": "59350",
    "commune": "Lille",
    "adresse": "1 place Fictive",
    "latitude": 50.63,
    "longitude": 3.06,
    "reseaux_porteurs": ["conseillers-numeriques"],
    "horaires_accueil": "Mo-Fr 09:00-12:00",
}
SERVICE = {
    "source": "exemple",
    "structure_id": "exemple--1",
    "id": "exemple--1--a",
    "nom": "Aide fictive à Mon espace santé",
    "date_maj": "2026-11-02",
    "thematiques": ["numerique--acceder-a-des-services-en-ligne", "sante--acces-aux-soins"],
    "frais": "gratuit",
    "zone_eligibilite": ["59350"],
    "adresse": "9 rue Fictive",
    "code_insee": "59178",
    "commune": "Douai",
}
STRUCTURES = (
    json.dumps([STRUCTURE]).encode(),
    json.dumps({"items": [STRUCTURE]}, indent=1).encode(),
    (json.dumps(STRUCTURE) + "\n").encode() * 2,
    b'id,nom,code_insee,reseaux_porteurs\ne-1,Centre fictif,59350,"[""csapa""]"\n',
)
SERVICES = (
    json.dumps([SERVICE, SERVICE | {"id": "b", "adresse": "", "code_insee": ""}]).encode(),
    (json.dumps(SERVICE) + "\n").encode() * 2,
)
OUTREACHES = (
    (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:f-1\r\nSEQUENCE:1\r\nSUMMARY:Mammobile fictif\r\n"
        "DTSTART;TZID=Europe/Paris:20261202T140000\r\nDTEND;TZID=Europe/Paris:20261202T170000\r\n"
        "RRULE:FREQ=MONTHLY;BYDAY=1WE,-1FR;UNTIL=20270601T120000Z\r\nEXDATE;TZID=Europe/Paris:20270106T140000\r\n"
        "LOCATION:Place du marché\\, 02120 Guise\r\nGEO:49.90;3.63\r\nCATEGORIES:Prévention\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:f-1\r\nRECURRENCE-ID;TZID=Europe/Paris:20270203T140000\r\nSUMMARY:Mammobile fictif\r\n"
        "DTSTART;TZID=Europe/Paris:20270204T140000\r\nDURATION:PT2H\r\nSTATUS:CANCELLED\r\nLOCATION:02120 Guise\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode(),
    (
        "id;titre;acte;date;heure début;heure fin;lieu;code postal;commune;lat;lon;téléphone;statut\n"
        "a;Vaccination fictive;vaccination grippe;02/12/2026;9h;16h30;Salle fictive;02120;Guise;49,9;3,63;0353010001;\n"
        "b;Bus fictif;;2026-12-03;;;;59000;Lille;;;;annulé\n"
    ).encode(),
)
OWN = (
    "Nom du lieu;Adresse;CP;Ville;Lat;Long;Tél.;Horaires;Type\n"
    "Maison fictive;1 rue Fictive;59000;Lille;50,63;3,06;0353010001;lundi 9h-12h et 14h-17h;centre de santé\n"
    "Autre maison fictive;2 rue Fictive;59000;Lille;;;;Mo-Fr 09:00-12:00;\n"
).encode()

PUBLISHED = (
    b"id,name,kinds,address,postal_code,commune_code,commune_name,latitude,longitude,is_position_approximate,phone,"
    b"opening_hours,opening_words,wheelchair,fees,services,service_codes,service_counts,content_on,is_fictional\r\n"
    b"aaaaaaaaaaaaaaaa,Espace fictif,digital_mediation|town_hall,1 place Exemple,59000,59350,Lille,50.63,3.06,false,"
    b'+33320000000,"Mo-Fr 09:00-12:00; PH off",,yes,free,Un|Deux,mednum:un|,|3,2026-11-01,false\r\n'
)
